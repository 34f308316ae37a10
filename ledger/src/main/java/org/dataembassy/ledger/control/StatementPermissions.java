package org.dataembassy.ledger.control;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.ControlStatement.Checkpoint;
import org.dataembassy.ledger.control.ControlStatement.KeyClosed;
import org.dataembassy.ledger.control.ControlStatement.SchemaPublished;
import org.dataembassy.ledger.control.ControlStatement.Unknown;
import org.dataembassy.ledger.trust.Author;
import org.dataembassy.ledger.trust.TrustRoot;

/**
 * The table that says which role may sign which statement, and how far.
 *
 * <table>
 * <caption>Who may say what</caption>
 * <tr><th>statement</th><th>officials (threshold)</th><th>site</th><th>registry's writer</th></tr>
 * <tr><td>trust root</td><td>any</td><td>-</td><td>-</td></tr>
 * <tr><td>schema published</td><td>-</td><td>-</td><td>its own registry's</td></tr>
 * <tr><td>key closed</td><td>-</td><td>-</td><td>its own registry's, at its own site</td></tr>
 * <tr><td>checkpoint</td><td>-</td><td>any ledger</td><td>its own registry's ledgers</td></tr>
 * </table>
 */
public final class StatementPermissions {
    /** Who signs. */
    public enum Role {
        OFFICIALS,
        SITE,
        WRITER
    }

    /** How far a role may speak. */
    public enum Scope {
        NONE,
        OWN_REGISTRY,
        ANY
    }

    private static final Map<StatementKind, Map<Role, Scope>> TABLE = table();

    private StatementPermissions() {}

    private static Map<StatementKind, Map<Role, Scope>> table() {
        Map<StatementKind, Map<Role, Scope>> table = new EnumMap<>(StatementKind.class);
        table.put(StatementKind.TRUST_ROOT, row(Scope.ANY, Scope.NONE, Scope.NONE));
        table.put(StatementKind.SCHEMA_PUBLISHED, row(Scope.NONE, Scope.NONE, Scope.OWN_REGISTRY));
        table.put(StatementKind.KEY_CLOSED, row(Scope.NONE, Scope.NONE, Scope.OWN_REGISTRY));
        table.put(StatementKind.CHECKPOINT, row(Scope.NONE, Scope.ANY, Scope.OWN_REGISTRY));
        return table;
    }

    private static Map<Role, Scope> row(Scope officials, Scope site, Scope writer) {
        Map<Role, Scope> row = new EnumMap<>(Role.class);
        row.put(Role.OFFICIALS, officials);
        row.put(Role.SITE, site);
        row.put(Role.WRITER, writer);
        return row;
    }

    /** One cell of the table. */
    public static Scope scope(Role role, StatementKind kind) {
        return TABLE.get(kind).get(role);
    }

    /**
     * Why {@code author} may not say this; empty if it may.
     *
     * @param root the highest trust root
     */
    static Optional<String> objection(Author author, ControlStatement statement, TrustRoot root) {
        if (statement instanceof Unknown) {
            return Optional.empty();
        }
        StatementKind kind = kindOf(statement);
        return switch (scope(roleOf(author), kind)) {
            case NONE -> Optional.of("a " + author.role() + " may not say " + kind.label());
            case ANY -> Optional.empty();
            case OWN_REGISTRY ->
                staysHome(author, statement, root)
                        ? Optional.empty()
                        : Optional.of(kind.label() + " reaches beyond the author's own registry");
        };
    }

    static Role roleOf(Author author) {
        return author instanceof Author.OfSite ? Role.SITE : Role.WRITER;
    }

    static StatementKind kindOf(ControlStatement statement) {
        if (statement instanceof SchemaPublished) {
            return StatementKind.SCHEMA_PUBLISHED;
        }
        if (statement instanceof KeyClosed) {
            return StatementKind.KEY_CLOSED;
        }
        if (statement instanceof Checkpoint) {
            return StatementKind.CHECKPOINT;
        }
        throw new IllegalArgumentException("statement: of no kind that this version can sign");
    }

    private static boolean staysHome(Author author, ControlStatement statement, TrustRoot root) {
        String own = author.registry().orElseThrow();
        if (statement instanceof SchemaPublished schema) {
            return schema.registry().equals(own);
        }
        if (statement instanceof KeyClosed closed) {
            return closed.closing().firstRefusedBlock().keySet().stream()
                            .map(LedgerId::registry)
                            .allMatch(own::equals)
                    && root.signingKeys().stream()
                            .anyMatch(key -> key.verifyingKey()
                                            .keyId()
                                            .equals(closed.closing().signingKeyId())
                                    && key.registry().equals(own)
                                    && key.site() == author.site());
        }
        return statement instanceof Checkpoint checkpoint
                && checkpoint.heads().stream()
                        .allMatch(head -> head.ledger().registry().equals(own));
    }
}
