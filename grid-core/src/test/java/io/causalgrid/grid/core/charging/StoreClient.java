package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.charging.StoreSite.Dot;
import io.causalgrid.grid.core.charging.StoreSite.Reading;
import io.causalgrid.grid.core.charging.StoreSite.Version;
import io.causalgrid.grid.core.charging.StoreSite.Write;
import io.causalgrid.kv.client.claim.ClaimDocument;
import io.causalgrid.kv.client.claim.Claimant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A process' way to the store: writes at one site, until a majority has it; reads at a majority. */
final class StoreClient {
    private static final long SITE_WAIT_MILLIS = 500;
    static final long CALL_MILLIS = 700;
    private static final int MAJORITY = 2;

    private final Machine owner;
    private final List<StoreSite> sites;
    private final Net net;
    private int preferred;

    StoreClient(Machine owner, List<StoreSite> sites, World world) {
        this.owner = owner;
        this.sites = sites;
        this.net = world.net();
        this.preferred = world.scheduler().random().nextInt(sites.size());
    }

    /** Writes once; the answer is false if it is not known that a majority has it. */
    void write(List<Write> writes, Consumer<Boolean> answer) {
        StoreSite site = sites.get(preferred);
        var life = owner.life();
        var once = new Once<Boolean>(isStored -> {
            if (!owner.isIn(life)) {
                return;
            }
            if (!isStored) {
                preferred = (preferred + 1) % sites.size();
            }
            answer.accept(isStored);
        });
        net.send(
                owner,
                site,
                Net.Manner.STORE,
                () -> site.write(
                        writes,
                        SITE_WAIT_MILLIS,
                        isStored -> net.send(site, owner, Net.Manner.STORE, () -> once.accept(isStored))));
        owner.after(CALL_MILLIS, () -> once.accept(false));
    }

    void read(Set<String> keys, Consumer<@Nullable Map<String, List<Version>>> answer) {
        readAt(site -> site.read(keys), answer);
    }

    void readPrefix(String prefix, Consumer<@Nullable Map<String, List<Version>>> answer) {
        readAt(site -> site.read(key -> key.startsWith(prefix)), answer);
    }

    /** A claim's versions, each with its name. */
    void readVersions(String key, Consumer<@Nullable List<Claimant.Found>> answer) {
        read(
                Set.of(key),
                found -> answer.accept(
                        found == null
                                ? null
                                : found.getOrDefault(key, List.of()).stream()
                                        .map(version -> new Claimant.Found(
                                                version.dot().toString(), (ClaimDocument) version.value()))
                                        .toList()));
    }

    /** Writes once, in place of some versions alone. */
    void writeInPlaceOf(String key, Object value, List<String> replaces, Consumer<Claimant.Written> answer) {
        StoreSite site = sites.get(preferred);
        int life = owner.life();
        var once = new Once<Claimant.Written>(how -> {
            if (owner.isIn(life)) {
                preferred = how == Claimant.Written.SAFELY ? preferred : (preferred + 1) % sites.size();
                answer.accept(how);
            }
        });
        net.send(
                owner,
                site,
                Net.Manner.STORE,
                () -> site.writeInPlaceOf(
                        key,
                        value,
                        replaces,
                        SITE_WAIT_MILLIS,
                        isStored -> net.send(
                                site,
                                owner,
                                Net.Manner.STORE,
                                () -> once.accept(isStored ? Claimant.Written.SAFELY : Claimant.Written.PERHAPS))));
        owner.after(CALL_MILLIS, () -> once.accept(Claimant.Written.PERHAPS));
    }

    private void readAt(
            Function<StoreSite, @Nullable Reading> question, Consumer<@Nullable Map<String, List<Version>>> answer) {
        gather(question, MAJORITY, answer);
    }

    private void gather(
            Function<StoreSite, @Nullable Reading> question,
            int enough,
            Consumer<@Nullable Map<String, List<Version>>> answer) {
        var life = owner.life();
        var once = new Once<Map<String, List<Version>>>(found -> {
            if (owner.isIn(life)) {
                answer.accept(found);
            }
        });
        Map<StoreSite, Reading> readings = new HashMap<>();
        for (StoreSite site : sites) {
            net.send(owner, site, Net.Manner.STORE, () -> {
                Reading reading = question.apply(site);
                if (reading != null) {
                    net.send(site, owner, Net.Manner.STORE, () -> {
                        readings.put(site, reading);
                        if (readings.size() == enough) {
                            once.accept(joined(new ArrayList<>(readings.values())));
                        }
                    });
                }
            });
        }
        owner.after(CALL_MILLIS, () -> once.accept(null));
    }

    /** What stands at one of them and was not replaced as far as any of them knows. */
    private static Map<String, List<Version>> joined(List<Reading> readings) {
        Map<String, List<Version>> result = new HashMap<>();
        Set<String> keys = new HashSet<>();
        readings.forEach(reading -> keys.addAll(reading.versions().keySet()));
        for (String key : keys) {
            Map<Dot, Version> versions = new HashMap<>();
            for (Reading reading : readings) {
                reading.versions()
                        .getOrDefault(key, List.of())
                        .forEach(version -> versions.put(version.dot(), version));
            }
            for (Reading reading : readings) {
                List<Version> there = reading.versions().getOrDefault(key, List.of());
                versions.values()
                        .removeIf(version -> reading.clock()[version.dot().incarnation()]
                                        >= version.dot().counter()
                                && !there.contains(version));
            }
            if (!versions.isEmpty()) {
                result.put(
                        key,
                        versions.values().stream()
                                .sorted((one, other) -> one.dot().incarnation()
                                                != other.dot().incarnation()
                                        ? Integer.compare(
                                                one.dot().incarnation(),
                                                other.dot().incarnation())
                                        : Integer.compare(
                                                one.dot().counter(), other.dot().counter()))
                                .toList());
            }
        }
        return result;
    }

    /** The first answer counts. */
    private static final class Once<T> implements Consumer<@Nullable T> {
        private final Consumer<@Nullable T> answer;
        private boolean isAnswered;

        Once(Consumer<@Nullable T> answer) {
            this.answer = answer;
        }

        @Override
        public void accept(@Nullable T value) {
            if (!isAnswered) {
                isAnswered = true;
                answer.accept(value);
            }
        }
    }
}
