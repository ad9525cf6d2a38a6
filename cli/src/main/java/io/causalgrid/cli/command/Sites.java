package io.causalgrid.cli.command;

import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.cli.cluster.ClusterException;
import io.causalgrid.grid.core.network.NetworkReader;
import io.causalgrid.grid.site.InvalidSiteException;
import io.causalgrid.grid.site.SiteFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which site's file each substation of a local cluster has; the one for the empty name is that of all others. */
record Sites(Map<String, Path> files) {
    private static final Pattern OF_ONE = Pattern.compile("(substation[0-9]+)=(.+)");
    private static final String OF_ALL = "";

    /**
     * @param options as in {@code garage.yaml} or {@code substation2=garage.yaml}
     * @throws InvalidSiteException if a file is not one of a site
     * @throws ClusterException if a substation has two
     */
    static Sites of(List<String> options) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String option : options) {
            Matcher ofOne = OF_ONE.matcher(option);
            boolean isOfOne = ofOne.matches();
            String substation = isOfOne ? ofOne.group(1) : OF_ALL;
            Path file =
                    Path.of(isOfOne ? ofOne.group(2) : option).toAbsolutePath().normalize();
            SiteFile.read(file).site(NetworkReader.Choices.SERVED); // as the service will read it
            if (files.put(substation, file) != null) {
                throw new ClusterException(
                        (isOfOne ? substation + " has" : "All substations have") + " two sites: give one --site");
            }
        }
        return new Sites(files);
    }

    /**
     * The configuration with these sites in place of those it had, if there are any here.
     *
     * @throws ClusterException if one is of a substation that the cluster does not have
     */
    ClusterConfig applyTo(ClusterConfig config) {
        ClusterConfig changed = config;
        for (String named : files.keySet()) {
            if (!named.equals(OF_ALL) && !config.substationIds().contains(named)) {
                throw new ClusterException("There is no " + named + " to have a site; see --substations");
            }
        }
        for (String substation : config.substationIds()) {
            Path file = files.getOrDefault(substation, files.get(OF_ALL));
            if (file != null) {
                changed = changed.withSite(substation, file);
            }
        }
        return changed;
    }
}
