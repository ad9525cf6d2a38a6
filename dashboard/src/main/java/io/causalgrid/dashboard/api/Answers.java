package io.causalgrid.dashboard.api;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestResponse;

/** Renders what came of a form. */
final class Answers {
    private Answers() {}

    @CheckedTemplate(basePath = "answers")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance answer(AnswerView view);
    }

    static Uni<RestResponse<String>> render(Uni<AnswerView> answer) {
        return answer.onItem().transformToUni(Answers::render);
    }

    static Uni<RestResponse<String>> render(AnswerView view) {
        return Templates.answer(view).createUni().map(html -> RestResponse.ResponseBuilder.<String>create(view.status())
                .entity(html)
                .build());
    }
}
