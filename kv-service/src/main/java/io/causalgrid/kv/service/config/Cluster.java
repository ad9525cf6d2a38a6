package io.causalgrid.kv.service.config;

import jakarta.inject.Singleton;
import java.util.List;

/** The configured cluster from this site's point of view. */
@Singleton
public class Cluster {
    private final List<Member> members;
    private final int selfIndex;

    /** @throws IllegalArgumentException if the members' names are not unique, or this site is not among them */
    Cluster(KvConfig config) {
        this.members = List.copyOf(config.members());
        List<String> names = names();
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("causalgrid.kv.members names a member twice: " + names);
        }
        this.selfIndex = names.indexOf(config.site());
        if (selfIndex < 0) {
            throw new IllegalArgumentException(
                    "causalgrid.kv.site is " + config.site() + ", which is not among causalgrid.kv.members " + names);
        }
    }

    /** All members in their order. */
    public List<Member> members() {
        return members;
    }

    /** The names of all members in their order. */
    public List<String> names() {
        return members.stream().map(Member::name).toList();
    }

    /** This site. */
    public Member self() {
        return members.get(selfIndex);
    }

    /** This site's place among the members. */
    public int selfIndex() {
        return selfIndex;
    }

    /** All members but this one. */
    public List<Member> peers() {
        return members.stream().filter(member -> !member.equals(self())).toList();
    }
}
