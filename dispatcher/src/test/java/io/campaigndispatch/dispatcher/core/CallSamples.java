package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;

import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.VendorType;
import java.util.ArrayList;
import java.util.List;

/** One workspace whose requests are called for as they are read. */
final class CallSamples {

  /** One recipient of several requests. */
  static final String SAME = "+34600000001";

  private CallSamples() {}

  static CoreHarness plain() {
    return CoreHarness.reading(Samples.directory(workspace("acme").build()));
  }

  static CoreHarness throttled(Bandwidth bandwidth) {
    return CoreHarness.reading(Samples.directory(workspace("acme").throttle(bandwidth).build()));
  }

  static CoreHarness batching(int maxRecipients, WorkspaceSample acme) {
    return CoreHarness.reading(
        Samples.directory(
            Samples.vendor("v1", VendorType.GATEWAY, 64, maxRecipients), acme.build()));
  }

  /** Records of one batch, so that one call may carry them. */
  static void readTogether(CoreHarness harness, int count, String... templates) {
    List<CoreEvent.ReadRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var sample = request("acme", "r" + i).template(templates[i % templates.length]);
      records.add(
          new CoreEvent.ReadRecord(
              harness.raw(0, i, "acme"), new Decoded.Valid(sample.build(), 0)));
    }
    harness.handle(new CoreEvent.RecordsRead(0, harness.epoch(0), records, count));
  }
}
