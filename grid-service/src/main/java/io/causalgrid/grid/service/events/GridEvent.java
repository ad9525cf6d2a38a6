package io.causalgrid.grid.service.events;

/**
 * Something that happened.
 *
 * @param type the event's name in the stream
 * @param subject what it is about, for streams that replay the latest event of each subject
 * @param json its data, a JSON document
 */
public record GridEvent(String type, String subject, String json) {}
