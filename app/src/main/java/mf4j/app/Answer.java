package mf4j.app;

import tools.jackson.databind.json.JsonMapper;

/// The result of a command: numbers for machines, text for people, and how the command ends.
record Answer(Tree numbers, String text, int exitCode) {
    Answer(Tree numbers, String text) {
        this(numbers, text, 0);
    }

    /// One JSON object.
    String json() {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(numbers.values());
    }
}
