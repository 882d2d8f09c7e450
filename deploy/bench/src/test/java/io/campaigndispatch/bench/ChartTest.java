package io.campaigndispatch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartTest {
  private static final Measure SENT = new Measure("sent", "messages/s");
  private static final List<Row> ROWS =
      List.of(
          row("limit", "0 ms", List.of(40.0)),
          row("campaign-dispatch", "0 ms", List.of(10.0, 20.0, 30.0)),
          row("R&D <theirs>", "0 ms", List.of(0.0)),
          row("campaign-dispatch", "200 ms", List.of(5.0)));

  @Test
  void chart_isWellFormedWithOneBarPerRow() throws Exception {
    List<Element> bars = of(draw(ROWS), "rect", "bar");

    assertThat(bars).hasSize(ROWS.size());
    assertThat(bars).filteredOn(b -> b.getAttribute("class").contains("ours")).hasSize(2);
  }

  @Test
  void bars_areAsLongAsTheirMedianBesideTheLongestOfTheirGroup() throws Exception {
    List<Double> widths =
        of(draw(ROWS), "rect", "bar").stream()
            .map(bar -> Double.valueOf(bar.getAttribute("width")))
            .toList();

    assertThat(widths.get(1)).isEqualTo(widths.get(0) / 2);
    assertThat(widths.get(2)).isEqualTo(1);
    assertThat(widths.get(3)).isEqualTo(widths.get(0));
  }

  @Test
  void oneParticipantAlone_hasItsSettingsSideBySide() throws Exception {
    Document chart =
        draw(List.of(row("ours", "1 ms", List.of(10.0)), row("ours", "2 ms", List.of(20.0))));
    List<Double> widths =
        of(chart, "rect", "bar").stream()
            .map(bar -> Double.valueOf(bar.getAttribute("width")))
            .toList();

    assertThat(of(chart, "text", "group")).hasSize(1);
    assertThat(widths.get(0)).isEqualTo(widths.get(1) / 2);
  }

  @Test
  void target_isMarkedBeyondTheBarThatMissesIt() throws Exception {
    Row missed = Row.of("speed", "ours", "0 ms", SENT, List.of(10.0), Target.atLeast(40));
    Document chart = draw(List.of(missed));
    Element bar = of(chart, "rect", "bar").getFirst();
    Element target = of(chart, "line", "target").getLast();

    assertThat(Double.parseDouble(target.getAttribute("x1")))
        .isEqualTo(
            Double.parseDouble(bar.getAttribute("x"))
                + 4 * Double.parseDouble(bar.getAttribute("width")));
    assertThat(of(chart, "tspan", "missed")).hasSize(1);
  }

  @Test
  void targetOfWhichNothingWasMeasured_isMarkedWithoutABar() throws Exception {
    Document chart =
        draw(
            List.of(
                row("limit", "0 ms", List.of(40.0)),
                Row.of("speed", "ours", "0 ms", SENT, List.of(), Target.atLeast(20))));

    assertThat(of(chart, "rect", "bar")).hasSize(1);
    assertThat(of(chart, "line", "target")).hasSize(2);
    assertThat(of(chart, "tspan", "missed").getFirst().getParentNode().getTextContent())
        .isEqualTo("not measured ≥ 20 ✗");
  }

  @Test
  void spread_isALineOnlyWhereThereIsOne() throws Exception {
    assertThat(of(draw(ROWS), "line", "spread")).hasSize(1);
  }

  private static Document draw(List<Row> rows) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(Chart.of(rows))));
  }

  private static List<Element> of(Document chart, String tag, String kind) {
    NodeList all = chart.getElementsByTagName(tag);
    return IntStream.range(0, all.getLength())
        .mapToObj(i -> (Element) all.item(i))
        .filter(e -> List.of(e.getAttribute("class").split(" ", -1)).contains(kind))
        .toList();
  }

  private static Row row(String participant, String setting, List<Double> values) {
    return Row.of("speed", participant, setting, SENT, values, null);
  }
}
