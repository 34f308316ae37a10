package org.dataembassy.bench.worker;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a worker is to do.
 *
 * @param settings by name; what a task doesn't know it doesn't look at
 */
public record Order(Task task, SortedMap<String, String> settings) {
    public Order {
        settings = new TreeMap<>(settings);
    }

    public static Order of(Task task) {
        return new Order(task, new TreeMap<>());
    }

    /** The same with another setting. */
    public Order with(String name, Object value) {
        SortedMap<String, String> more = new TreeMap<>(settings);
        more.put(name, String.valueOf(value));
        return new Order(task, more);
    }

    /** The same with other settings. */
    public Order with(Map<String, String> others) {
        SortedMap<String, String> more = new TreeMap<>(settings);
        more.putAll(others);
        return new Order(task, more);
    }

    String text(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException(task + " needs the setting " + name);
        }
        return value;
    }

    boolean has(String name) {
        return settings.containsKey(name);
    }

    long number(String name) {
        return Long.parseLong(text(name));
    }

    long number(String name, long otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    Path path(String name) {
        return Path.of(text(name));
    }
}
