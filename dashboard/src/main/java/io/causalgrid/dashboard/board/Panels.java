package io.causalgrid.dashboard.board;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The parts of the page that change by themselves; the names are those of the page's {@code data-panel}. */
@CheckedTemplate(basePath = "panels", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
final class Panels {
    private Panels() {}

    static native TemplateInstance summary(Board board);

    static native TemplateInstance vectors(Board board);

    static native TemplateInstance links(Board board);

    static native TemplateInstance substations(Board board);

    static native TemplateInstance events(Board board);
}
