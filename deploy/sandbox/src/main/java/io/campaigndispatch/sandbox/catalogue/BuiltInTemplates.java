package io.campaigndispatch.sandbox.catalogue;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The templates of the vendors' documents, each for its vendor and such that the documents' own
 * examples succeed.
 *
 * <p>INVENTED: {@code winter_offer} (paused) and {@code summer_offer} (pending), so that the
 * gateway's list has templates that cannot be sent.
 */
final class BuiltInTemplates {
  private BuiltInTemplates() {}

  static List<Template> all() {
    return List.of(
        orderShipped(),
        bienvenidaCliente(),
        gateway(
            "appointment_reminder",
            TemplateStatus.APPROVED,
            HeaderKind.NONE,
            "Hola {{1}}, te recordamos tu cita para el {{2}}.",
            "Ambiotec - Servicios Profesionales",
            params("1", "2"),
            List.of()),
        gateway(
            "service_confirmation",
            TemplateStatus.APPROVED,
            HeaderKind.TEXT,
            "Hola {{1}}, tu solicitud {{2}} queda confirmada para el {{3}}.",
            null,
            params("1", "2", "3"),
            List.of(new TemplateButton(ButtonType.URL, "Seguimiento", true))),
        gateway(
            "winter_offer",
            TemplateStatus.PAUSED,
            HeaderKind.NONE,
            "Hola {{1}}, conoce nuestras ofertas de invierno.",
            null,
            params("1"),
            List.of()),
        gateway(
            "summer_offer",
            TemplateStatus.PENDING,
            HeaderKind.NONE,
            "Hola {{1}}, conoce nuestras ofertas de verano.",
            null,
            params("1"),
            List.of()));
  }

  /**
   * The page's JSON sample has both body variables and the header image, its cURL sample only the
   * first variable.
   */
  private static Template orderShipped() {
    return new Template(
        Vendor.PLAZBOT,
        null,
        "order_shipped",
        "es",
        "UTILITY",
        TemplateStatus.APPROVED,
        HeaderKind.IMAGE,
        params("headerImage?"),
        "Hola {{1}}, tu pedido {{2}} ha sido enviado.",
        params("customerName", "orderId?"),
        null,
        List.of());
  }

  /**
   * The page's request has one URL button; its second sample of buttons an OTP button beside it.
   */
  private static Template bienvenidaCliente() {
    return new Template(
        Vendor.PLATICA,
        null,
        "bienvenida_cliente",
        "es",
        "MARKETING",
        TemplateStatus.APPROVED,
        HeaderKind.IMAGE,
        List.of(),
        "Hola {{1}}, te damos la bienvenida al plan {{2}}.",
        params("1", "2"),
        null,
        List.of(
            new TemplateButton(ButtonType.URL, "Ver promoción", true),
            new TemplateButton(ButtonType.OTP, "Copiar código", true)));
  }

  private static Template gateway(
      String name,
      TemplateStatus status,
      HeaderKind header,
      String text,
      @Nullable String footer,
      List<TemplateParam> bodyParams,
      List<TemplateButton> buttons) {
    return new Template(
        Vendor.GATEWAY,
        null,
        name,
        "es",
        status == TemplateStatus.APPROVED ? "UTILITY" : "MARKETING",
        status,
        header,
        header == HeaderKind.TEXT ? params("1") : List.of(),
        text,
        bodyParams,
        footer,
        buttons);
  }

  private static List<TemplateParam> params(String... names) {
    return Arrays.stream(names).map(TemplateParam::of).toList();
  }
}
