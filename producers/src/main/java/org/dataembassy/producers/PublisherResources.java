package org.dataembassy.producers;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a publisher has opened, closed in the opposite order, once. Thread-safe. */
final class PublisherResources implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublisherResources.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.warn("A part of the publisher could not be closed", e);
            }
        }
    }
}
