package io.causalgrid.kv.service.config;

import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.membership.Membership;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Who belongs to the cluster from this site's point of view: as configured at first, and then as the store says. Any
 * thread.
 */
@Singleton
public class Cluster {
    private final Member self;
    private volatile Membership membership;
    private volatile boolean member = true; // asked at each request

    /** @throws IllegalArgumentException if the members' names are not unique, or this site is not among them */
    Cluster(KvConfig config) {
        this.membership = Membership.of(config.members());
        this.self = membership
                .member(config.site())
                .orElseThrow(() -> new IllegalArgumentException("causalgrid.kv.site is " + config.site()
                        + ", which is not among causalgrid.kv.members " + membership.names()));
    }

    /** Takes note of a change. */
    public void update(Membership changed) {
        membership = changed;
        member = changed.member(self.name()).isPresent();
    }

    /** Everybody who belongs to it now, or once did. */
    public Membership membership() {
        return membership;
    }

    /** All members in their order. */
    public List<Member> members() {
        return membership.members();
    }

    /** The names of all members in their order. */
    public List<String> names() {
        return membership.names();
    }

    /** This site's name, which never changes. */
    public String selfName() {
        return self.name();
    }

    /** This site; under its configured address once it has left. */
    public Member self() {
        return membership.member(self.name()).orElse(self);
    }

    /** Whether this site belongs to the cluster. */
    public boolean isMember() {
        return member;
    }

    /** This site's place among the members, -1 once it has left. */
    public int selfIndex() {
        return names().indexOf(self.name());
    }

    /** All members but this one. */
    public List<Member> peers() {
        return members().stream()
                .filter(member -> !member.name().equals(self.name()))
                .toList();
    }
}
