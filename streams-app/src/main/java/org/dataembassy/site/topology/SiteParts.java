package org.dataembassy.site.topology;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.dataembassy.ledger.accept.Acceptance;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.keys.StoreKey;
import org.dataembassy.site.materialise.BlockEvents;
import org.dataembassy.site.memory.SiteMemory;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.verify.ComingRecords;
import org.dataembassy.site.verify.LedgerTopics;
import org.dataembassy.site.verify.VerifySettings;

/**
 * What the tasks of a process share. All of it is thread-safe.
 *
 * @param control the present view
 * @param coming what the stream threads have at hand
 * @param background runs what asks the broker beside the stream threads
 */
public record SiteParts(
        StoreKey storeKey,
        SecureRandom random,
        Acceptance acceptance,
        Supplier<ControlView> control,
        LedgerTopics topics,
        ComingRecords coming,
        Executor background,
        SiteMemory memory,
        BlockEvents events,
        SiteBoard board,
        VerifySettings verifySettings,
        Clock clock) {}
