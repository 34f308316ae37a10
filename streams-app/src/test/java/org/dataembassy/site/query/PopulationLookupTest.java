package org.dataembassy.site.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.NameChanged;
import org.dataembassy.registry.population.NameGround;
import org.dataembassy.registry.population.Naming;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonName;
import org.dataembassy.schemas.population.PopulationModel;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.store.LookupHit;
import org.dataembassy.site.store.StoreSecrets;
import org.dataembassy.site.store.WritableLedgerStore;
import org.dataembassy.site.testkit.Entries;
import org.dataembassy.site.testkit.TestSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored of a name and what is asked for it meet in one form. */
final class PopulationLookupTest {
    private static final String CODE = "48005170231";

    @TempDir
    Path folder;

    @Test
    void aFamilyNameIsFoundHoweverItIsTypedAndOnlyIt() {
        TestTrust trust =
                TestTrust.create(7, TestTrust.encrypted("legislation", 1), TestTrust.encrypted("population", 1));
        try (TestSite site = new TestSite(trust, folder)) {
            // given
            LedgerId ledger = new LedgerId("population", 0);
            WritableLedgerStore store = new WritableLedgerStore(
                    site.bytes(), new StoreSecrets(trust.embassy().storeKey(), ledger, new SecureRandom()));
            bearing("Van  Käärik").forEach(hit -> Entries.put(store, hit));
            SiteView view = new SiteView(new SiteBoard(), () -> Optional.of(trust.view()), Map::of, Clock.systemUTC());
            RegistryQueries queries = new RegistryQueries(view, any -> store, null, null);
            // then
            for (String typed : new String[] {"van käärik", " VAN KÄÄRIK ", "Van\u00a0Ka\u0308a\u0308rik"}) {
                assertThat(found(queries, typed)).as(typed).isEqualTo(1);
            }
            assertThat(found(queries, "van kaarik")).isZero();
            assertThat(found(queries, "vankäärik")).isZero();
        }
    }

    private static int found(RegistryQueries queries, String typed) {
        return queries.lookup("population", PopulationModel.BY_FAMILY_NAME, typed, Optional.empty(), 10)
                .found()
                .size();
    }

    private static List<LookupHit> bearing(String familyName) {
        PopulationModel model = new PopulationModel();
        EventMeta meta =
                new EventMeta(new UUID(1, 1), CODE, Instant.EPOCH, LocalDate.EPOCH, "registrar", "act 7", null, null);
        NameChanged event =
                new NameChanged(meta, new Naming(new PersonName("Mari", familyName), NameGround.APPLICATION));
        Person state = model.fold(null, event, 0).state();
        return model.lookups(state).stream()
                .map(entry -> new LookupHit(entry.lookup(), entry.value(), CODE, 0, OptionalLong.empty()))
                .toList();
    }
}
