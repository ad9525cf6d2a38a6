package io.causalgrid.grid.service.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A substation's answer to a balancer that asks it to keep a connector. All of them are answers with status 200: in each
 * the substation says what is true of the key now. That it cannot or will not is a problem.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ReservationAnswer.Reserved.class, name = "reserved"),
    @JsonSubTypes.Type(value = ReservationAnswer.Here.class, name = "here"),
    @JsonSubTypes.Type(value = ReservationAnswer.Elsewhere.class, name = "elsewhere"),
    @JsonSubTypes.Type(value = ReservationAnswer.UnderWay.class, name = "under-way")
})
public sealed interface ReservationAnswer {
    /**
     * A connector is kept for this attempt until it is confirmed, or until the reservation ends by itself.
     *
     * @param sessionId names the reservation, and the session that it may become
     * @param instance of the substation that answers, as in its load reports
     * @param version of its counts with the reservation, as in its load reports
     * @param commitmentWatts promised to the session
     */
    record Reserved(String sessionId, String instance, long version, long commitmentWatts)
            implements ReservationAnswer {}

    /**
     * The key's session is here, charging or over.
     *
     * @param session as it is now
     * @param currentLoad sessions on the substation now
     */
    record Here(SessionView session, int currentLoad) implements ReservationAnswer {}

    /**
     * The key's session is at another substation; as that has written in the store.
     *
     * @param substation its id
     * @param state {@link #CONFIRMED} or {@link #ENDED}
     */
    record Elsewhere(String substation, String sessionId, String state) implements ReservationAnswer {
        /** It became a session. */
        public static final String CONFIRMED = "confirmed";
        /** It became a session, which is over. */
        public static final String ENDED = "ended";
    }

    /**
     * Another attempt may still confirm; that ends by itself within seconds.
     *
     * @param substation the id of the one that has the reservation
     */
    record UnderWay(String substation) implements ReservationAnswer {}
}
