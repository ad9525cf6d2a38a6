package io.causalgrid.dashboard.state;

import io.causalgrid.dashboard.wire.SubstationDocument;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of the charging service.
 *
 * @param substations as the gateway last listed them, kept while it is unreachable
 * @param contacts for each substation listed, since when it is up or down
 */
public record Gateway(URI url, Contact contact, List<SubstationDocument> substations, Map<String, Contact> contacts) {
    public Gateway {
        substations = List.copyOf(substations);
        contacts = Map.copyOf(contacts);
    }

    static Gateway unknown(URI url) {
        return new Gateway(url, new Contact.Connecting(), List.of(), Map.of());
    }

    Gateway reported(Observation.GatewayReported report) {
        var now = new LinkedHashMap<String, Contact>();
        for (SubstationDocument substation : report.substations()) {
            Contact before = contacts.getOrDefault(substation.id(), new Contact.Connecting());
            now.put(
                    substation.id(),
                    substation.state().equals("down")
                            ? before.failed(report.at(), "the balancer cannot reach it")
                            : before.answered(report.at()));
        }
        return new Gateway(url, contact.answered(report.at()), report.substations(), now);
    }

    Gateway lost(Observation.GatewayLost loss) {
        return new Gateway(url, contact.failed(loss.at(), loss.why()), substations, contacts);
    }
}
