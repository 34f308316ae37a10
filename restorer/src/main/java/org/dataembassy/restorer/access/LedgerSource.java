package org.dataembassy.restorer.access;

import java.util.List;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.kafka.topics.Topics;

/** Which topics of a cluster a ledger is read from. */
public sealed interface LedgerSource {

    /** Topic names in order of preference. The first one is the one whose offsets a position names. */
    List<String> topics(String registry);

    /** The sites of which the cluster may have copies of control and checkpoints. */
    List<Site> copiesFrom();

    /**
     * A site's cluster: at home the own topic first, at the embassy the copy of home's; then the others that a site reads.
     */
    record AtSite(Site site) implements LedgerSource {
        @Override
        public List<String> topics(String registry) {
            String own = Topics.registry(registry).name();
            String mirrored =
                    Topics.registry(registry).mirroredFrom(site.other()).name();
            String imported = Topics.importOf(registry).name();
            return site == Site.HOME ? List.of(own, mirrored, imported) : List.of(mirrored, own, imported);
        }

        @Override
        public List<Site> copiesFrom() {
            return List.of(site.other());
        }
    }

    /**
     * These topics and no others.
     *
     * @param names at least one
     */
    record OnTopics(List<String> names) implements LedgerSource {
        public OnTopics {
            names = List.copyOf(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException("topics: expected at least one name");
            }
        }

        @Override
        public List<String> topics(String registry) {
            return names;
        }

        @Override
        public List<Site> copiesFrom() {
            return List.of(Site.values());
        }
    }
}
