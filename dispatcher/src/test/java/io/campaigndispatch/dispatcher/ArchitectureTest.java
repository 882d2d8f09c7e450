package io.campaigndispatch.dispatcher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may depend on whom, and who may touch what; each rule says why. */
@AnalyzeClasses(
    packages = {"io.campaigndispatch.dispatcher", "io.campaigndispatch.model"},
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "io.campaigndispatch.dispatcher.";

  @ArchTest
  static final ArchRule packagesDependInOneDirection =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.campaigndispatch..")
          .layer("model")
          .definedBy("io.campaigndispatch.model..")
          .layer("logs")
          .definedBy(ROOT + "logs")
          .layer("retry")
          .definedBy(ROOT + "retry")
          .layer("index")
          .definedBy(ROOT + "index")
          .layer("throttle")
          .definedBy(ROOT + "throttle")
          .layer("vendor")
          .definedBy(ROOT + "vendor..")
          .layer("template")
          .definedBy(ROOT + "template")
          .layer("flow")
          .definedBy(ROOT + "flow")
          .layer("core")
          .definedBy(ROOT + "core")
          .layer("journal")
          .definedBy(ROOT + "journal")
          .layer("trace")
          .definedBy(ROOT + "trace")
          .layer("intake")
          .definedBy(ROOT + "intake")
          .layer("publish")
          .definedBy(ROOT + "publish")
          .layer("control")
          .definedBy(ROOT + "control")
          .layer("deadletters")
          .definedBy(ROOT + "deadletters..")
          .layer("admin")
          .definedBy(ROOT + "admin")
          .layer("embedded")
          .definedBy(ROOT + "embedded")
          .layer("app")
          .definedBy(ROOT + "app")
          .whereLayer("model")
          .mayNotAccessAnyLayer()
          .whereLayer("logs")
          .mayNotAccessAnyLayer()
          .whereLayer("retry")
          .mayOnlyAccessLayers("model")
          .whereLayer("index")
          .mayOnlyAccessLayers("model")
          .whereLayer("throttle")
          .mayOnlyAccessLayers("model")
          // A verdict names a back-off; the gateway's catalogue is read in the templates' terms.
          .whereLayer("vendor")
          .mayOnlyAccessLayers("model", "logs", "retry", "template")
          .whereLayer("template")
          .mayOnlyAccessLayers("model")
          .whereLayer("flow")
          .mayOnlyAccessLayers("model", "retry", "index", "throttle", "vendor", "template")
          .whereLayer("core")
          .mayOnlyAccessLayers("model", "retry", "index", "throttle", "vendor", "template", "flow")
          // A snapshot holds what the buckets held.
          .whereLayer("journal")
          .mayOnlyAccessLayers("model", "index", "throttle", "flow", "core")
          .whereLayer("trace")
          .mayOnlyAccessLayers("model", "index", "vendor", "core")
          .whereLayer("intake")
          .mayOnlyAccessLayers("logs", "model", "index", "core", "journal")
          .whereLayer("publish")
          .mayOnlyAccessLayers("logs", "model", "index", "core", "journal")
          .whereLayer("control")
          .mayOnlyAccessLayers("model", "logs")
          .whereLayer("deadletters")
          .mayOnlyAccessLayers("model", "logs", "index")
          .whereLayer("admin")
          .mayOnlyAccessLayers("model", "logs", "core", "control", "deadletters")
          .whereLayer("embedded")
          .mayOnlyAccessLayers("logs")
          .whereLayer("app")
          .mayNotBeAccessedByAnyLayer()
          .because(
              "what decides must be understood and tested without what carries it out; the"
                  + " embedded broker stands apart, and only the wiring knows everything");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching("io.campaigndispatch.(**)")
          .should()
          .beFreeOfCycles()
          .because("a cycle of packages is one package that nobody can read alone");

  @ArchTest
  static final ArchRule onlyTheVocabularyIsLogged =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "logs")
          .should()
          .callMethodWhere(
              describe(
                  "a line is written",
                  call ->
                      call.getTargetOwner().isAssignableTo(org.slf4j.Logger.class)
                          && !call.getName().startsWith("is")))
          .because(
              "operators look for events by name, and a line that is none may show a recipient");

  @ArchTest
  static final ArchRule coreDoesNothing =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "core", ROOT + "flow", ROOT + "index", ROOT + "throttle", ROOT + "retry")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..",
              "java.nio.channels..",
              "java.nio.file..",
              "java.util.concurrent..",
              "org.slf4j..",
              "org.springframework..",
              "org.apache.kafka.clients..")
          .because("its histories are run by the thousand in virtual time, on one thread");

  @ArchTest
  static final ArchRule onlyIntakeReads =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              // The readers themselves.
              ROOT + "intake",
              // Makes the clients with the settings that correctness depends on.
              ROOT + "app")
          .and(
              outside(
                  // One record, before anything else is read or written.
                  ROOT + "control.AdoptionLog",
                  // Whole topics that no group shares: no position of it is ever kept.
                  ROOT + "control.ControlReader",
                  ROOT + "control.Control",
                  // Workers' statuses: lost ones are followed by others.
                  ROOT + "admin.StatusLog",
                  // Reads another topic, in no group and in a process of its own or a request's
                  // thread.
                  ROOT + "deadletters.DeadLetterLog",
                  ROOT + "deadletters.DeadLetterDesk"))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.apache.kafka.clients.consumer..")
                  // Values: the form of a committed offset, which ResumeMetadata reads and writes;
                  // who asks the writer's proof of ownership, and that it was refused.
                  .and(
                      notOf(
                          "org.apache.kafka.clients.consumer.",
                          "OffsetAndMetadata",
                          "ConsumerGroupMetadata",
                          "CommitFailedException")))
          .because("positions, commits and membership have one owner");

  @ArchTest
  static final ArchRule onlyPublishWrites =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              // The one transactional writer.
              ROOT + "publish",
              // Makes the client.
              ROOT + "app",
              // The helper for upstream systems that write requests: it runs in them, not here.
              "io.campaigndispatch.model.wire")
          .and(
              outside(
                  // One record, before there is an outcome.
                  ROOT + "control.AdoptionLog",
                  // An operator's order belongs to no request's transaction.
                  ROOT + "control.ControlWriter",
                  // Nor does what a worker says of itself.
                  ROOT + "admin.StatusLog",
                  // What an operator does is a transaction with a record of its own that says so.
                  ROOT + "deadletters.DeadLetterDesk",
                  ROOT + "deadletters.LetterRecords",
                  ROOT + "deadletters.LetterWork"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka.clients.producer..")
          .because("an outcome and its journal entry are one transaction or nothing");

  @ArchTest
  static final ArchRule onlyTheTransportSpeaksHttp =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "vendor.transport")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..", "java.net.http..", "org.apache.hc..")
          .because("a call counted is a call on the wire: no second client, no hidden retry");

  @ArchTest
  static final ArchRule jsonStaysAtTheEdges =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.campaigndispatch.model.wire",
              ROOT + "vendor..",
              ROOT + "control",
              ROOT + "admin",
              // Audit records, and what is shown to operators.
              ROOT + "deadletters..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
          .because("inside, a request is a record that could not be built wrong");

  @ArchTest
  static final ArchRule timeIsPassedIn =
      noClasses()
          .that(
              outside(
                  // The core's time is read here.
                  ROOT + "app.WorkerClock",
                  // Its sleep until the next timer, and when its next snapshot is due.
                  ROOT + "app.CoreThread",
                  // A call's latency, measured on the transport's threads.
                  ROOT + "app.Caller",
                  // Since when the group has not been heard from.
                  ROOT + "intake.Membership",
                  // When it asks again for partitions that Kafka did not tell of.
                  ROOT + "intake.Takeovers",
                  // Gives the publisher its clock.
                  ROOT + "app.Worker",
                  // Gives what operators do its clock.
                  ROOT + "app.LetterClients"))
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.Clock.class, "systemUTC")
          .orShould()
          .callMethod(java.time.Clock.class, "systemDefaultZone")
          .orShould()
          .callMethod(java.time.LocalDate.class, "now")
          .orShould()
          .callMethod(java.time.LocalDateTime.class, "now")
          .orShould()
          .callMethod(java.time.OffsetDateTime.class, "now")
          .orShould()
          .callMethod(java.time.ZonedDateTime.class, "now")
          .because("what reads a clock cannot be run in virtual time");

  @ArchTest
  static final ArchRule onlyThreadsOfTheirOwnSleep =
      noClasses()
          .that(
              outside(
                  // Between transactions, and before a failed one is tried again.
                  ROOT + "publish.Publisher",
                  ROOT + "publish.Transactions",
                  // After Kafka refused, before asking again.
                  ROOT + "intake.Reader",
                  ROOT + "intake.Rereader",
                  ROOT + "intake.Membership",
                  // While topics are being created at start.
                  ROOT + "app.TopicsAtStart",
                  // Between the batches of an order that is to be slow.
                  ROOT + "app.LetterClients"))
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", java.time.Duration.class)
          .orShould()
          .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
          .because("a sleep on a shared thread stops what it carries");

  @ArchTest
  static final ArchRule modelIsValues =
      classes()
          .that()
          .resideInAnyPackage(
              "io.campaigndispatch.model.send",
              "io.campaigndispatch.model.outcome",
              "io.campaigndispatch.model.workspace")
          .and()
          .doNotHaveSimpleName("package-info")
          .should(
              com.tngtech.archunit.lang.conditions.ArchConditions.be(
                  describe(
                      "a record, an enum, a sealed type or a final utility class",
                      ArchitectureTest::isValue)))
          .because("a model that only holds values can be shared by every part and every thread");

  private static boolean isValue(JavaClass type) {
    boolean isUtility =
        type.getModifiers().contains(JavaModifier.FINAL)
            && type.getFields().stream()
                .allMatch(field -> field.getModifiers().contains(JavaModifier.STATIC));
    boolean isSealed = type.isInterface() && type.reflect().isSealed();
    return type.isRecord() || type.isEnum() || isSealed || isUtility;
  }

  private static DescribedPredicate<JavaClass> notOf(String prefix, String... names) {
    return describe(
        "other than " + String.join(", ", names),
        one -> !java.util.Set.of(names).contains(one.getName().replace(prefix, "")));
  }

  /** Classes other than these and the classes in them. */
  private static DescribedPredicate<JavaClass> outside(String... types) {
    return describe(
        "are none of " + String.join(", ", types),
        one -> {
          for (String type : types) {
            if (one.getName().equals(type) || one.getName().startsWith(type + "$")) {
              return false;
            }
          }
          return true;
        });
  }

  private static <T> DescribedPredicate<T> describe(
      String description, java.util.function.Predicate<T> test) {
    return DescribedPredicate.describe(description, test);
  }
}
