package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.owner.Input;
import io.causalgrid.grid.core.owner.KeyFinding;
import io.causalgrid.grid.core.owner.KeyRecord;
import io.causalgrid.grid.core.owner.SubstationOwner;
import io.causalgrid.grid.core.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run: some trouble, then peace, and then all must be as it should. */
final class SimulatedGrid {
    private static final long TROUBLE_MILLIS = 45_000;
    private static final long SETTLE_MILLIS = 18_000;
    private static final long END_MILLIS = 26_000;
    private static final int SITES = 3;

    private final World world;
    private final Scheduler scheduler;
    private final List<StoreSite> sites = new ArrayList<>();
    private final List<Substation> substations = new ArrayList<>();
    private final List<OwnerProcess> processes = new ArrayList<>();
    private final List<Balancer> balancers = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<Machine> machines = new ArrayList<>();
    private final int[] nextIncarnation = {SITES};

    SimulatedGrid(long seed, Statistics statistics, Flaw flaw, boolean isLoud) {
        this.scheduler = new Scheduler(seed);
        this.world = new World(
                scheduler, new Net(scheduler, statistics), statistics, flaw, new Oracle(scheduler, statistics, isLoud));
        for (int i = 0; i < SITES; i++) {
            sites.add(new StoreSite(i, sites, nextIncarnation, world));
        }
        for (String id : SimulatedJournal.SUBSTATIONS) {
            var substation = new Substation(id, sites, world);
            substations.add(substation);
            processes.addAll(substation.processes());
        }
        for (int i = 0; i < scheduler.between(2, 3); i++) {
            balancers.add(new Balancer("b" + i, substations, world));
        }
        machines.addAll(sites);
        substations.forEach(substation -> machines.addAll(substation.plant().connectors()));
        machines.addAll(processes);
        machines.addAll(balancers);
    }

    List<StoreSite> sites() {
        return sites;
    }

    List<OwnerProcess> processes() {
        return processes;
    }

    List<Balancer> balancers() {
        return balancers;
    }

    List<Machine> machines() {
        return machines;
    }

    boolean mayLoseDisk() {
        return nextIncarnation[0] < StoreSite.INCARNATIONS_MAX;
    }

    void run() {
        world.statistics().countRun();
        machines.forEach(Machine::start);
        var trouble = new Trouble(this, world);
        trouble.begin(TROUBLE_MILLIS);
        planClients();
        runUntil(TROUBLE_MILLIS);
        trouble.end();
        runUntil(TROUBLE_MILLIS + 8_000);
        stopAll();
        runUntil(TROUBLE_MILLIS + SETTLE_MILLIS);
        checkSettled();
        checkProgress();
    }

    private void stopAll() {
        for (OwnerProcess process : processes) {
            SubstationOwner owner = process.owner();
            if (owner != null) {
                List<Session> open = new ArrayList<>(owner.ledger().active());
                open.addAll(owner.ledger().queued());
                for (Session session : open) {
                    String id = session.terms().id();
                    world.oracle().stopAsked(id);
                    process.ask(number -> new Input.Stop(number, id), _ -> {});
                }
            }
        }
    }

    private void runUntil(long millis) {
        while (scheduler.step(millis)) {
            // each step checks what it touches
        }
    }

    private void planClients() {
        long count = scheduler.between(6, 22);
        for (int i = 0; i < count; i++) {
            var client = new Client("k" + i, balancers, world);
            clients.add(client);
            scheduler.in(scheduler.between(500, TROUBLE_MILLIS - 5_000), client::start);
        }
    }

    private void checkSettled() {
        Set<String> open = new HashSet<>();
        for (Substation substation : substations) {
            SubstationOwner owner = onlyOwner(substation);
            for (Session session : owner.ledger().active()) {
                open.add(session.terms().id());
                boolean mayLast = world.flaw() == Flaw.CONFIRMATION_TOO_LATE;
                if (session instanceof Session.Reserved
                        && !mayLast
                        && isOld(session.terms().id())) {
                    world.oracle().violated(session.terms().id() + " is still reserved");
                }
            }
            owner.ledger().queued().forEach(session -> open.add(session.terms().id()));
        }
        for (Oracle.Truth truth : world.oracle().truths()) {
            if (truth.because == null && truth.isCharging && !open.contains(truth.id)) {
                world.oracle().violated(truth + " is nowhere");
            }
        }
        checkKeys(open);
    }

    private boolean isOld(String sessionId) {
        return world.oracle().isOld(sessionId);
    }

    private void checkKeys(Set<String> open) {
        Map<String, String> sessions = new HashMap<>();
        Set<String> said = new HashSet<>();
        for (Client client : clients) {
            for (KeyFinding finding : SimulatedJournal.findings(sites.getFirst(), client.key())) {
                KeyRecord record = finding.record();
                boolean isOpen = open.contains(record.sessionId());
                if (record.state() != KeyRecord.State.RESERVED
                        && isOld(record.sessionId())
                        && isOpen != (record.state() == KeyRecord.State.CONFIRMED)) {
                    world.oracle()
                            .violated("the store says " + record + ", which is " + (isOpen ? "open" : "not open"));
                }
                said.add(record.sessionId());
            }
        }
        for (Substation substation : substations) {
            SubstationOwner owner = onlyOwner(substation);
            for (String id : open) {
                owner.ledger().origin(id).ifPresent(origin -> {
                    String other = sessions.putIfAbsent(origin.attempt().key(), id);
                    if (other != null) {
                        world.oracle().violated("the key " + origin.attempt().key() + " has " + id + " and " + other);
                    }
                    if (!said.contains(id) && isOld(id)) {
                        world.oracle().violated("no key says that there is " + id);
                    }
                });
            }
        }
    }

    private SubstationOwner onlyOwner(Substation substation) {
        List<SubstationOwner> owners = new ArrayList<>();
        for (OwnerProcess process : substation.processes()) {
            SubstationOwner owner = process.owner();
            if (owner != null) {
                owners.add(owner);
            }
        }
        if (owners.size() != 1) {
            world.oracle().violated(owners.size() + " processes own " + substation.id());
        }
        return owners.getFirst();
    }

    private void checkProgress() {
        boolean isRoom = substations.stream()
                .allMatch(substation -> onlyOwner(substation).ledger().activeSessions()
                        < substation.plant().connectors().size());
        var late = new Client("late", balancers, world);
        late.start();
        runUntil(TROUBLE_MILLIS + END_MILLIS);
        boolean isTaken = late.answer() instanceof Answer.Charging
                || late.answer() instanceof Answer.Waiting
                || late.answer() instanceof Answer.Present; // an impatient one has asked twice
        if (isRoom && !isTaken) {
            world.oracle().violated("a new request is answered with " + late.answer());
        }
        if (late.answer() instanceof Answer.Charging) {
            world.count(Happening.PROGRESS_AT_THE_END);
        }
        boolean isUsed = substations.stream()
                .flatMap(substation -> substation.plant().connectors().stream())
                .anyMatch(connector -> connector.allowedAmps() >= 6);
        if (isRoom && !isUsed) {
            world.oracle().violated("nobody may draw anything");
        }
    }
}
