package io.causalgrid.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.dashboard.config.DashboardConfig;
import io.causalgrid.dashboard.upstream.Answer;
import io.causalgrid.dashboard.upstream.Requests;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;

/** The forms that write, read, and change links at a replica. Each answers a piece of HTML to show below the form. */
@Path("/forms")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Produces(MediaType.TEXT_HTML)
public class StoreForms {
    private static final long DELAY_MILLIS_MAX = 60_000;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private final Requests requests;
    private final int valueCharsMax;

    StoreForms(Requests requests, DashboardConfig config) {
        this.requests = requests;
        this.valueCharsMax = config.valueCharsMax();
    }

    @POST
    @Path("/write")
    @Operation(summary = "Write a key at a replica")
    public Uni<RestResponse<String>> write(
            @RestForm @DefaultValue("") String replica,
            @RestForm @DefaultValue("") String key,
            @RestForm @DefaultValue("") String value) {
        if (key.isEmpty()) {
            return Answers.render(AnswerView.invalid("A key is needed"));
        }
        return Answers.render(requests.write(replica, key, value).map(answer -> switch (answer) {
            case Answer.Done(JsonNode body) ->
                AnswerView.done(
                        replica + " accepted the write",
                        List.of(AnswerView.fact("vector clock", body.path("vector_clock"))),
                        null);
            case Answer failure -> AnswerView.ofFailure(replica, failure);
        }));
    }

    @POST
    @Path("/read")
    @Operation(summary = "Read a key at a replica")
    public Uni<RestResponse<String>> read(
            @RestForm @DefaultValue("") String replica, @RestForm @DefaultValue("") String key) {
        if (key.isEmpty()) {
            return Answers.render(AnswerView.invalid("A key is needed"));
        }
        return Answers.render(requests.read(replica, key).map(answer -> switch (answer) {
            case Answer.Done(JsonNode body) -> value(replica, body);
            case Answer failure -> AnswerView.ofFailure(replica, failure);
        }));
    }

    @POST
    @Path("/link")
    @Operation(summary = "Cut, delay or heal the link over which a replica pulls from a peer")
    public Uni<RestResponse<String>> link(
            @RestForm @DefaultValue("") String replica,
            @RestForm @DefaultValue("") String peer,
            @RestForm @DefaultValue("false") boolean cut,
            @RestForm @DefaultValue("0") String delayMillis) {
        if (peer.isEmpty()) {
            return Answers.render(AnswerView.invalid("A peer is needed"));
        }
        if (!DIGITS.matcher(delayMillis).matches() || Long.parseLong(delayMillis) > DELAY_MILLIS_MAX) {
            return Answers.render(
                    AnswerView.invalid("The delay must be a number of milliseconds from 0 to " + DELAY_MILLIS_MAX));
        }
        long millis = Long.parseLong(delayMillis);
        String change = cut ? "cut" : millis > 0 ? "delayed by " + millis + " ms" : "healed";
        return Answers.render(requests.changeLink(replica, peer, cut, millis).map(answer -> switch (answer) {
            case Answer.Done done ->
                AnswerView.done("The link from " + replica + " to " + peer + " is " + change, List.of(), null);
            case Answer failure -> AnswerView.ofFailure(replica, failure);
        }));
    }

    private AnswerView value(String replica, JsonNode body) {
        var clock = AnswerView.fact("vector clock", body.path("vector_clock"));
        JsonNode value = body.path("value");
        if (value.isNull() || value.isMissingNode()) {
            return AnswerView.done(replica + " has no value for this key", List.of(clock), null);
        }
        String text = value.isTextual() ? value.asText() : value.toString();
        if (text.length() <= valueCharsMax) {
            return AnswerView.done("Value at " + replica, List.of(clock), text);
        }
        var length =
                new AnswerView.Fact("length", text.length() + " characters, the first " + valueCharsMax + " shown");
        return AnswerView.done("Value at " + replica, List.of(clock, length), text.substring(0, valueCharsMax));
    }
}
