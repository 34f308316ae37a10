package org.dataembassy.site.store;

/**
 * An entity's id together with the blinded name under which its entries are filed in one ledger's store, so that the
 * name is derived once for all of them ({@link LedgerStore#name}).
 */
public final class EntityName {
    private final String entityId;
    private final byte[] blinded;

    EntityName(String entityId, byte[] blinded) {
        this.entityId = entityId;
        this.blinded = blinded;
    }

    public String entityId() {
        return entityId;
    }

    /** Not to be changed. */
    byte[] blinded() {
        return blinded;
    }
}
