package io.causalgrid.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causalgrid.dashboard.upstream.Answer;
import io.causalgrid.dashboard.upstream.Requests;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;

/** The form that asks the gateway for a charge. It answers a piece of HTML to show below the form. */
@Path("/forms/charge")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Produces(MediaType.TEXT_HTML)
public class ChargeForm {
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,14}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");

    private final Requests requests;

    ChargeForm(Requests requests) {
        this.requests = requests;
    }

    @POST
    @Operation(summary = "Ask the gateway for a charge")
    public Uni<RestResponse<String>> charge(
            @RestForm @DefaultValue("") String vehicle, @RestForm @DefaultValue("") String energyKwh) {
        if (vehicle.isBlank()) {
            return Answers.render(AnswerView.invalid("A vehicle is needed"));
        }
        if (!energyKwh.isBlank() && !DECIMAL.matcher(energyKwh.strip()).matches()) {
            return Answers.render(
                    AnswerView.invalid("The energy must be a number of kilowatt hours, such as 20 or 7.5"));
        }
        JsonNode request = request(vehicle.strip(), energyKwh.strip());
        return Answers.render(requests.charge(request).map(answer -> switch (answer) {
            case Answer.Done(JsonNode body) -> charging(vehicle.strip(), body);
            case Answer failure -> AnswerView.ofFailure("The gateway", failure);
        }));
    }

    /** The gateway takes a vehicle's id as a number or as text; text that is a number is sent as one. */
    private static JsonNode request(String vehicle, String energyKwh) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        if (WHOLE.matcher(vehicle).matches()) {
            request.put("vehicle_id", Long.parseLong(vehicle));
        } else {
            request.put("vehicle_id", vehicle);
        }
        if (!energyKwh.isEmpty()) {
            request.put("energy_kwh", new BigDecimal(energyKwh));
        }
        return request;
    }

    private static AnswerView charging(String vehicle, JsonNode body) {
        JsonNode result = body.path("result");
        return AnswerView.done(
                "Vehicle " + vehicle + " is " + result.path("status").asText("accepted"),
                List.of(
                        AnswerView.fact("routed to", body.path("routed_to")),
                        AnswerView.fact("sessions there", result.path("current_load"))),
                null);
    }
}
