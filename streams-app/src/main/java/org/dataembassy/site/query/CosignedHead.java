package org.dataembassy.site.query;

import java.util.Optional;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.note.CosignedCheckpoint;

/**
 * A head that was stated and found to be so here.
 *
 * @param checkpoint states it
 * @param cosigned by this site, if it has
 */
public record CosignedHead(SignedCheckpoint checkpoint, HeadStatement head, Optional<CosignedCheckpoint> cosigned) {}
