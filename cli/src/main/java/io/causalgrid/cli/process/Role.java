package io.causalgrid.cli.process;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a process of the cluster is for. */
public enum Role {
    REPLICA("replica", "/q/health/ready"),
    BALANCER("balancer", "/q/health/ready"),
    SUBSTATION("substation", "/q/health/ready"),
    GATEWAY("gateway", "/q/health/ready"),
    DASHBOARD("dashboard", "/q/health/ready"),
    PROMETHEUS("prometheus", "/-/ready");

    private final String label;
    private final String readinessPath;

    Role(String label, String readinessPath) {
        this.label = label;
        this.readinessPath = readinessPath;
    }

    /** The lower-case word users and JSON see. */
    @JsonValue
    public String label() {
        return label;
    }

    /** The path that answers 200 once a process of this role can serve. */
    public String readinessPath() {
        return readinessPath;
    }
}
