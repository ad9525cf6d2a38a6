package io.causalgrid.grid.service.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;

/** Reads a vehicle's id: a text, or a whole number, which stands for its digits. */
class VehicleIdReader extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1;

    VehicleIdReader() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_STRING) || parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            return parser.getText();
        }
        return context.reportInputMismatch(this, "a vehicle's id is a text or a whole number");
    }
}
