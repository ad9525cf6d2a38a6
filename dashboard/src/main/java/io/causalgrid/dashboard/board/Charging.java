package io.causalgrid.dashboard.board;

import io.causalgrid.dashboard.state.Gateway;
import java.util.List;

/** The charging service, for display. */
public record Charging(String url, Reach gateway, List<SubstationBar> substations) {
    static Charging of(Gateway gateway) {
        return new Charging(
                gateway.url().toString(),
                Reach.of(gateway.contact()),
                gateway.substations().stream()
                        .map(substation ->
                                SubstationBar.of(substation, gateway.contacts().get(substation.id())))
                        .toList());
    }

    public long substationsUp() {
        return gateway.up()
                ? substations.stream().filter(bar -> bar.reach().up()).count()
                : 0;
    }
}
