package org.dataembassy.ledger.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.merkle.InclusionProofException;
import org.dataembassy.ledger.testkit.TestEvents;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.junit.jupiter.api.Test;

class BlockOpenerTest {
    private final TestWriter writer = TestWriter.ofFirstEpoch(TestTrust.create(5), "legislation", 5);

    @Test
    void aBlockThatWasAcceptedEarlierIsOpenedByItsLeaf() throws Exception {
        List<byte[]> events = TestEvents.some(new Random(1), 3, 40);
        BlockSealer.Sealed sealed = writer.seal(0, events);
        SealedBlock otherSignature = new SealedBlock(
                sealed.block().header(), new byte[1], sealed.block().body());

        OpenedBlock opened = BlockOpener.openAccepted(otherSignature, sealed.leaf(), id -> Optional.empty());

        assertThat(opened.events().toArray(byte[][]::new)).isDeepEqualTo(events.toArray(byte[][]::new));
    }

    @Test
    void anotherHeaderOrBodyIsNotOpened() {
        BlockSealer.Sealed first = writer.seal(0, 1);
        BlockSealer.Sealed second = writer.seal(0, 1);
        SealedBlock otherBody = new SealedBlock(
                first.block().header(),
                first.block().signature(),
                second.block().body());

        assertFault(second.block(), first.leaf(), UnopenableBlockException.Fault.LEAF_MISMATCH);
        assertFault(otherBody, first.leaf(), UnopenableBlockException.Fault.BODY_DIGEST_MISMATCH);
    }

    private static void assertFault(SealedBlock block, Digest leaf, UnopenableBlockException.Fault fault) {
        assertThatExceptionOfType(UnopenableBlockException.class)
                .isThrownBy(() -> BlockOpener.openAccepted(block, leaf, id -> Optional.empty()))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(fault));
    }

    @Test
    void oneEventIsProvedWithoutTheOthers() throws Exception {
        Digest schema = TestEvents.schema().fingerprint();
        for (int count : new int[] {1, 2, 7, 100}) {
            BlockSealer.Sealed sealed = writer.seal(1, count);
            OpenedBlock opened = BlockOpener.openAccepted(sealed.block(), sealed.leaf(), id -> Optional.empty());
            for (int i = 0; i < count; i++) {
                EventProof proof = EventProof.of(opened, i);

                proof.verify(opened.events().get(i), schema, sealed.header());

                byte[] other = opened.events().get(i).clone();
                other[other.length - 1] ^= 1;
                assertThatExceptionOfType(InclusionProofException.class)
                        .isThrownBy(() -> proof.verify(other, schema, sealed.header()));
                assertThat(proof).isEqualTo(EventProof.of(opened, i));
            }
            EventProof first = EventProof.of(opened, 0);
            assertThatExceptionOfType(InclusionProofException.class)
                    .isThrownBy(() -> new EventProof(count, first.salt(), first.path())
                            .verify(opened.events().get(0), schema, sealed.header()));
            assertThatExceptionOfType(InclusionProofException.class)
                    .isThrownBy(() -> first.verify(opened.events().get(0), sealed.leaf(), sealed.header()));
        }
    }
}
