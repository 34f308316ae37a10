package org.dataembassy.restorer.fold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.dataembassy.ledger.Digest;
import org.dataembassy.schemas.RegistryModel;

/**
 * The parts of all entities while a ledger is folded, in a file, so that texts don't fill memory. What it holds is
 * registry content in clear: it lies in the target's own folder, for this user only, and is gone with {@link #close}.
 * Not thread-safe.
 */
final class PartFile implements AutoCloseable {
    private record Extent(long offset, int length, Digest sha256) {}

    private final FileChannel channel;
    private final Map<String, Map<String, Extent>> extents = new HashMap<>();
    private long end;

    PartFile(Path folder) {
        try {
            channel = FileChannel.open(
                    Files.createTempFile(folder, "parts-", ".tmp"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a part; one that is there already never changes. */
    void add(String entityId, RegistryModel.Part part) {
        Map<String, Extent> ofEntity = extents.computeIfAbsent(entityId, id -> new HashMap<>());
        if (ofEntity.containsKey(part.name())) {
            return;
        }
        ByteBuffer content = ByteBuffer.wrap(part.content());
        try {
            long at = end;
            while (content.hasRemaining()) {
                at += channel.write(content, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ofEntity.put(part.name(), new Extent(end, part.content().length, Digest.sha256(part.content())));
        end += part.content().length;
    }

    boolean isEmpty() {
        return extents.isEmpty();
    }

    /** Reads a part and compares it with what was written. */
    byte[] read(String entityId, String name) {
        Extent extent = extents.getOrDefault(entityId, Map.of()).get(name);
        if (extent == null) {
            throw new IllegalStateException("a state refers to a part that no event brought");
        }
        byte[] content = new byte[extent.length()];
        ByteBuffer into = ByteBuffer.wrap(content);
        try {
            while (into.hasRemaining()) {
                if (channel.read(into, extent.offset() + into.position()) < 0) {
                    throw new IOException("the file of parts ends too early");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!Digest.sha256(content).equals(extent.sha256())) {
            throw new UncheckedIOException(new IOException("the file of parts has changed since it was written"));
        }
        return content;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
