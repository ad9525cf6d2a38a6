package io.causalgrid.grid.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.feeder.Loan;
import io.causalgrid.grid.core.ledger.Attempt;
import io.causalgrid.grid.core.ledger.LedgerEvent;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.owner.JournalException;
import io.causalgrid.grid.core.owner.KeyRecord;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.ChargeRequest;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionState;
import io.causalgrid.grid.core.session.SessionTerms;
import io.causalgrid.grid.core.session.StateChange;
import io.causalgrid.kv.client.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalCodecTest {
    private static final Loan LOAN = new Loan(9, "other", 2, 7, 1_500.25, Duration.ofSeconds(90));
    private static final Instant WALL = Instant.parse("2026-03-01T08:00:00.123456789Z");
    private static final Instant STEADY = Instant.parse("1970-01-01T00:00:00.000000001Z");
    private static final Instant LONG_AGO = Instant.parse("-0001-12-31T23:59:59.999999999Z");
    private static final Moment AT = new Moment(WALL, STEADY, LONG_AGO);
    private static final Attempt ATTEMPT = new Attempt("a/%2F \"\\\u0000\u2028", Attempt.DIRECT);
    private static final ChargeOrder GAPS = new ChargeOrder("Zoë 🚗", null, null, null);
    private static final ChargeOrder FULL = new ChargeOrder("v", 0.1, WALL, 3.999_999_999e6);
    private static final ChargeRequest REQUEST = new ChargeRequest("Zoë 🚗", 1e-9, WALL.plusNanos(1), 7_400);
    private static final SessionTerms TERMS = new SessionTerms("s-1", "3", REQUEST, WALL, Long.MAX_VALUE);
    private static final SessionTerms WAITING = SessionTerms.waiting("s-2", REQUEST, WALL);
    private static final List<StateChange> HISTORY =
            List.of(new StateChange(SessionState.QUEUED, STEADY), new StateChange(SessionState.CHARGING, WALL));
    private static final Session.Ended ENDED = new Session.Ended(TERMS, 0.1 + 0.2, EndReason.FAULT, HISTORY);

    /** One of each type; of a standing session, one of each state. */
    static List<OwnerEvent> events() {
        List<OwnerEvent> events = new ArrayList<>();
        Stream.of(
                        new LedgerEvent.Reserved(AT, ATTEMPT, GAPS, TERMS, WALL.plusNanos(1)),
                        new LedgerEvent.Queued(AT, ATTEMPT, FULL, WAITING),
                        new LedgerEvent.Confirmed(AT, "s-1"),
                        new LedgerEvent.Promoted(AT, TERMS),
                        new LedgerEvent.Delivered(AT, Map.of("s-1", Double.MIN_VALUE, "s-ü", 1e17)),
                        new LedgerEvent.Suspended(AT, "s-1"),
                        new LedgerEvent.Resumed(AT, "s-1"),
                        new LedgerEvent.Ended(AT, "s-1", EndReason.NOT_CONFIRMED),
                        new LedgerEvent.Counted(AT, Long.MAX_VALUE, 0, 1.0 / 3),
                        standing(new Session.Reserved(TERMS, WALL, HISTORY)),
                        standing(new Session.Queued(WAITING, HISTORY)),
                        standing(new Session.Charging(TERMS, 1.0 / 3, HISTORY)),
                        standing(new Session.Suspended(TERMS, 0, List.of())),
                        standing(ENDED),
                        new LedgerEvent.Remembered(AT, "k", FULL, ENDED, LONG_AGO))
                .map(OwnerEvent.Booked::new)
                .forEach(events::add);
        events.add(new OwnerEvent.Allowed(AT, Map.of("1", 0.0, "42", 31.999)));
        events.add(new OwnerEvent.Allowed(AT, Map.of()));
        events.add(new OwnerEvent.Lent(AT, LOAN));
        return events;
    }

    @ParameterizedTest
    @MethodSource("events")
    void eachEventComesBackAsItWas(OwnerEvent event) {
        assertThat(JournalCodec.decode("key", slice(List.of(event)))).containsExactly(event);
    }

    @Test
    void eventsComeBackInTheirOrder() {
        assertThat(JournalCodec.decode("key", slice(events()))).isEqualTo(events());
        assertThat(JournalCodec.decode("key", slice(List.of()))).isEmpty();
    }

    @Test
    void eachTypeOfEventIsAmongTheExamples() {
        assertThat(events())
                .map(event ->
                        event instanceof OwnerEvent.Booked(LedgerEvent booked) ? booked.getClass() : event.getClass())
                .contains(LedgerEvent.class.getPermittedSubclasses())
                .contains(OwnerEvent.Allowed.class, OwnerEvent.Lent.class);
        assertThat(OwnerEvent.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(OwnerEvent.Booked.class, OwnerEvent.Allowed.class, OwnerEvent.Lent.class);
    }

    @ParameterizedTest
    @EnumSource
    void aKeysRecordComesBackAsItWas(KeyRecord.State state) {
        var record = new KeyRecord(ATTEMPT.key(), "sub", "s-1", Long.MAX_VALUE, state, GAPS, Duration.ofSeconds(1, 1));

        assertThat(JournalCodec.decodeKey("key", JournalCodec.encode(record))).isEqualTo(record);
    }

    /** Journals outlive programs: whoever changes what is expected here must still read what was written so. */
    @Test
    void theFormatIsWhatItWas() throws IOException {
        var json = new ObjectMapper();
        List<String> golden = lines("journal-events.jsonl");
        assertThat(golden).hasSameSizeAs(events());
        for (int i = 0; i < golden.size(); i++) {
            OwnerEvent event = events().get(i);
            assertThat(JournalCodec.decode("key", value(golden.get(i)))).containsExactly(event);
            assertThat(json.readTree(slice(List.of(event)).text())).isEqualTo(json.readTree(golden.get(i)));
        }
    }

    @Test
    void theFirstFormatIsStillUnderstood() throws IOException {
        List<String> golden = lines("journal-events-1.jsonl");
        assertThat(golden).hasSizeLessThan(events().size());
        for (int i = 0; i < golden.size(); i++) {
            assertThat(JournalCodec.decode("key", value(golden.get(i)))).containsExactly(events().get(i));
        }
    }

    @Test
    void theFormatOfARowBelowAFeederIsWhatItWas() throws IOException {
        var json = new ObjectMapper();
        var row = new FeederRow("sub", 3, 4, 5, 6_000.5, 0, List.of(LOAN), Map.of("other", 8L));
        String golden = "{\"version\":1,\"row\":{\"substation\":\"sub\",\"claim\":3,\"version\":4,\"request\":5,"
                + "\"wantedWatts\":6000.5,\"spareWatts\":0.0,\"loans\":[{\"number\":9,\"borrower\":\"other\",\"claim\":2,"
                + "\"request\":7,\"watts\":1500.25,\"lasts\":\"PT1M30S\"}],\"released\":{\"other\":8}}}";

        assertThat(json.readTree(JournalCodec.encode(row).text())).isEqualTo(json.readTree(golden));
        assertThat(JournalCodec.decodeRow("key", value(golden))).isEqualTo(row);
        String negative = golden.replace("6000.5", "-1");
        assertThatThrownBy(() -> JournalCodec.decodeRow("key", value(negative))).isInstanceOf(JournalException.class);
    }

    @Test
    void theFormatOfAKeysRecordIsWhatItWas() throws IOException {
        var json = new ObjectMapper();
        var record = new KeyRecord("k", "sub", "s-1", 7, KeyRecord.State.CONFIRMED, GAPS, Duration.ofMillis(1_500));
        String golden =
                "{\"version\":1,\"record\":{\"key\":\"k\",\"substation\":\"sub\",\"sessionId\":\"s-1\",\"number\":7,"
                        + "\"state\":\"CONFIRMED\",\"order\":{\"vehicleId\":\"Zoë 🚗\",\"energyWattHours\":null,\"departBy\":null,"
                        + "\"maxPowerWatts\":null},\"lasts\":\"PT1.5S\"}}";

        assertThat(json.readTree(JournalCodec.encode(record).text())).isEqualTo(json.readTree(golden));
        assertThat(JournalCodec.decodeKey("key", value(golden))).isEqualTo(record);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"version\":2,\"events\":[],\"more\":1}",
                "{\"version\":3,\"events\":[]}",
                "{\"version\":1}",
                "{\"version\":2,\"events\":[null]}",
                "{\"version\":2,\"events\":[{\"type\":\"unheard-of\"}]}",
                "{\"version\":2,\"events\":[{\"type\":\"booked\"}]}",
                "{\"version\":2,\"events\":[{\"type\":\"booked\",\"event\":{\"type\":\"confirmed\",\"sessionId\":\"s\","
                        + "\"at\":{\"wall\":\"2026-03-01T08:00:00Z\",\"steady\":\"2026-03-01T08:00:00Z\","
                        + "\"simulated\":\"2026-03-01T08:00:00Z\"},\"more\":1}}]}"
            })
    void whatCannotBeReadForSureIsRefusedAndTheKeyNamed(String text) {
        assertThatThrownBy(() -> JournalCodec.decode("grid/some/key", value(text)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("grid/some/key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "{}", "{\"version\":1,\"record\":null}", "{\"version\":1,\"record\":{\"more\":1}}"})
    void whatIsNoRecordOfAKeyIsRefused(String text) {
        assertThatThrownBy(() -> JournalCodec.decodeKey("grid/key/k", value(text)))
                .isInstanceOf(JournalException.class);
    }

    private static LedgerEvent standing(Session session) {
        return new LedgerEvent.Standing(AT, ATTEMPT, GAPS, session);
    }

    private static Value value(String json) {
        return Value.of("application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = JournalCodecTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static Value slice(List<OwnerEvent> events) {
        return JournalCodec.slice(events.stream().map(JournalCodec::encode).toList());
    }
}
