package org.dataembassy.site.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of all stores of this process together: one cache, which the write buffers and the index and filter
 * blocks count against. Made by Kafka Streams, once for each store.
 */
public final class RocksDbMemory implements RocksDBConfigSetter {
    /** In the Streams settings: bytes for all stores. */
    public static final String MEMORY_BYTES = "embassy.store.memory.bytes";

    private static final double WRITE_SHARE = 0.5;
    private static final long BLOCK_BYTES = 4 * 1024;

    /** Of a write buffer, for a filter over its keys: some 16 bits for an entry of a hundred bytes. */
    private static final double WRITE_BUFFER_FILTER_SHARE = 0.02;

    private static Cache cache;
    private static WriteBufferManager writeBuffers;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        long memoryBytes = Long.parseLong(String.valueOf(configs.get(MEMORY_BYTES)));
        shareMemory(memoryBytes);
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(cache);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        table.setBlockSize(BLOCK_BYTES);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(writeBuffers);
        options.setMaxWriteBufferNumber(2);
        // Half of all reads are of entities that aren't there yet. Kafka Streams leaves out the filters of the oldest
        // level, where each of those would then read a block in vain, and has none over the write buffers.
        options.setOptimizeFiltersForHits(false);
        options.setMemtableWholeKeyFiltering(true);
        options.setMemtablePrefixBloomSizeRatio(WRITE_BUFFER_FILTER_SHARE);
        // Values are encrypted: nothing is left to compress.
        options.setCompressionType(CompressionType.NO_COMPRESSION);
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and write buffers are shared by the stores to come, and live as long as the process.
    }

    /** The first store decides; they all have the same settings. */
    private static synchronized void shareMemory(long memoryBytes) {
        if (cache == null) {
            RocksDB.loadLibrary();
            cache = new LRUCache(memoryBytes, -1, false, 0.1);
            writeBuffers = new WriteBufferManager((long) (memoryBytes * WRITE_SHARE), cache);
        }
    }
}
