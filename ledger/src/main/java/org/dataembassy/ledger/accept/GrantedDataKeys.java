package org.dataembassy.ledger.accept;

import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.DataKeys;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.crypto.NotAuthenticException;
import org.dataembassy.ledger.crypto.RecipientSecret;

/**
 * The data keys for one block: its own grant first, then what the reader knows. A grant is always unwrapped, even if the
 * data key is known from another partition: otherwise a judgement would depend on what was read elsewhere before, and a
 * later rebuild of this partition alone could fail.
 */
final class GrantedDataKeys implements DataKeys {
    private final BlockHeader header;
    private final Optional<RecipientSecret> recipient;
    private final DataKeys known;
    private Optional<DataKey> granted = Optional.empty();
    private Optional<String> unreadable = Optional.empty();

    GrantedDataKeys(BlockHeader header, Optional<RecipientSecret> recipient, DataKeys known) {
        this.header = header;
        this.recipient = recipient;
        this.known = known;
    }

    @Override
    public Optional<DataKey> find(Digest dataKeyId) {
        if (header.keyGrant().isPresent() && recipient.isPresent()) {
            try {
                granted = header.keyGrant()
                        .get()
                        .unwrap(
                                recipient.get(),
                                header.domain(),
                                header.ledger().registry(),
                                header.epochId());
            } catch (NotAuthenticException e) {
                unreadable = Optional.of(e.getMessage());
                return Optional.empty();
            }
        }
        return granted.isPresent() ? granted : known.find(dataKeyId);
    }

    /** The data key that the block's grant brought. */
    Optional<DataKey> granted() {
        return granted;
    }

    /** Why the grant did not unwrap, if it did not. */
    Optional<String> grantUnreadable() {
        return unreadable;
    }
}
