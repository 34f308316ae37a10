package org.dataembassy.restorer.replay;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.accept.Judgement;
import org.dataembassy.ledger.accept.Reason;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.problem.Problem;

/**
 * The blocks of one ledger in the order of block index from 0, each accepted by acceptance before it is given out.
 *
 * <p>Records are judged as they lie on the topics. One that comes too early waits; meanwhile other topics are read, and
 * then the rest of this one, until the missing block has come by any of them. What is refused is skipped and counted.
 * Records are read some hundred at a time, of which the judge is told, since one signature may do for many of them. Not
 * thread-safe.
 */
public final class VerifiedBlocks implements AutoCloseable {
    /** Records remembered while a block below them is missing; about 150 bytes each. */
    private static final int WAITING_RECORDS = 200_000;

    private static final byte[] NOTHING = {};

    private final LedgerId ledger;
    private final List<SourceReading> sources;
    private final BlockSource blocks;
    private final BlockJudge judge;
    private final HeadWitness witness;
    private final LeafFile leaves;
    private final Findings findings;
    private final Waiting waiting;
    private final Claims claims = new Claims();
    private Head head = Head.EMPTY;
    private long nextBlockWhenReadAgain = -1;

    /**
     * @param sources in order of preference
     * @param leaves empty; not closed here
     * @param findings what is reported besides; may be shared by several ledgers
     */
    public VerifiedBlocks(
            LedgerId ledger,
            List<ReplaySource> sources,
            BlockSource blocks,
            BlockJudge judge,
            HeadWitness witness,
            LeafFile leaves,
            Findings findings) {
        this(ledger, sources, blocks, judge, witness, leaves, findings, WAITING_RECORDS);
    }

    VerifiedBlocks(
            LedgerId ledger,
            List<ReplaySource> sources,
            BlockSource blocks,
            BlockJudge judge,
            HeadWitness witness,
            LeafFile leaves,
            Findings findings,
            int waitingRecords) {
        this.ledger = ledger;
        this.sources = sources.stream()
                .map(source -> new SourceReading(source, blocks))
                .toList();
        this.blocks = blocks;
        this.judge = judge;
        this.witness = witness;
        this.leaves = leaves;
        this.findings = findings;
        this.waiting = new Waiting(waitingRecords);
    }

    /** The head after the last block that {@link #next} gave. */
    public Head head() {
        return head;
    }

    /**
     * The next block.
     *
     * @return empty once everything wanted has been read
     * @throws LedgerFaultException if a block is missing for good, another history was signed, or a checkpoint
     *     contradicts
     */
    public Optional<VerifiedBlock> next() {
        while (true) {
            Optional<VerifiedBlock> accepted = takeWaiting().or(this::readOn);
            if (accepted.isPresent()) {
                return accepted;
            }
            if (nothingLeft()) {
                requireWhole();
                return Optional.empty();
            }
        }
    }

    /** From now on {@link #next} goes on past what was wanted, to the planned ends of the sources that were. */
    public void readPastPosition() {
        sources.forEach(source -> source.extend(source.plannedEnd()));
    }

    /** From now on {@link #next} goes on to these ends, where the topics have grown. */
    public void readOn(Map<SourcePartition, OffsetRange> ranges) {
        for (SourceReading source : sources) {
            OffsetRange grown = ranges.get(source.source());
            if (grown != null) {
                source.extend(grown.end());
            }
        }
    }

    /** Why the record that claims to be the next block was refused, if there is one. */
    public Optional<LedgerFault> refusedAtHead() {
        return claims.at(head.nextBlockIndex()).map(claim -> fault(claim, "it claims to be the next block"));
    }

    private Optional<VerifiedBlock> takeWaiting() {
        if (!someWaitingCanBeTaken()) {
            return Optional.empty();
        }
        // Also below the head: another copy of a block that is in by now may be a duplicate or another history.
        Waiting.Item item = waiting.takeThrough(head.nextBlockIndex()).orElseThrow();
        RecordPlace place = item.place();
        BlockRecord again = blocks.read(place)
                .orElseThrow(() -> new LedgerFaultException(new LedgerFault(
                        ledger,
                        head.nextBlockIndex(),
                        Optional.of(place),
                        LedgerFault.RECORD_GONE,
                        "the record was there a moment ago")));
        return settle(item.from(), again, true);
    }

    /** What only fills gaps is not taken further than to a block that is wanted. */
    private boolean someWaitingCanBeTaken() {
        return waiting.anyOfWanted() && waiting.lowest().orElseThrow().getKey() <= head.nextBlockIndex();
    }

    private Optional<VerifiedBlock> readOn() {
        if (someWaitingCanBeTaken()) {
            return Optional.empty();
        }
        Optional<SourceReading> source = choose();
        if (source.isEmpty()) {
            return Optional.empty();
        }
        if (source.get().isAtUnseen()) {
            judge.expect(
                    head, source.get().peek().stream().map(BlockRecord::value).toList());
        }
        Optional<BlockRecord> next = source.get().next();
        return next.isEmpty()
                ? Optional.empty()
                : settle(
                        source.get(),
                        next.get(),
                        source.get().firstTime(next.get().offset()));
    }

    /** First a source that does not wait, so that a gap is closed by whichever topic has the block. */
    private Optional<SourceReading> choose() {
        boolean fill = waiting.anyOfWanted();
        return sources.stream()
                .filter(source -> !source.atEnd() && (source.wanted() || fill))
                .min((a, b) -> Boolean.compare(a.isWaiting(), b.isWaiting()))
                .or(this::chooseForgotten);
    }

    private Optional<SourceReading> chooseForgotten() {
        if (!isWorthReadingAgain()) {
            return Optional.empty();
        }
        nextBlockWhenReadAgain = head.nextBlockIndex();
        waiting.forgetAll();
        sources.stream().filter(SourceReading::hasForgotten).forEach(SourceReading::readAgain);
        return sources.stream().filter(source -> !source.atEnd()).findFirst();
    }

    /**
     * What was forgotten may hold the next block, unless reading all of it again has brought nothing: every record that
     * was neither taken nor settled is read then, and the next block would have been taken at once.
     */
    private boolean isWorthReadingAgain() {
        return head.nextBlockIndex() > nextBlockWhenReadAgain
                && sources.stream().anyMatch(SourceReading::hasForgotten);
    }

    private boolean nothingLeft() {
        boolean allRead = sources.stream().allMatch(source -> source.atEnd() || !source.wanted());
        if (!allRead || isWorthReadingAgain()) {
            return false;
        }
        if (!waiting.anyOfWanted()) {
            return true;
        }
        boolean fillersRead = sources.stream().allMatch(SourceReading::atEnd);
        return fillersRead && !someWaitingCanBeTaken();
    }

    private void requireWhole() {
        // The next block is there and signed; that this reader can't open it, or that a fork leaves open whether its
        // signer may be believed, is no reason to call the ledger shorter.
        refusedAtHead().filter(fault -> fault.problem() != Problem.LEDGER_FAULT).ifPresent(fault -> {
            throw new LedgerFaultException(fault);
        });
        if (!waiting.anyOfWanted()) {
            return;
        }
        long missing = head.nextBlockIndex();
        Map.Entry<Long, Waiting.Item> ahead = waiting.lowest().orElseThrow();
        String later = "block " + ahead.getKey() + " is there, at "
                + ahead.getValue().place() + ", and block " + missing + " is not";
        throw new LedgerFaultException(claims.at(missing)
                .map(claim -> fault(claim, later))
                .orElseGet(() -> new LedgerFault(
                        ledger, missing, Optional.of(ahead.getValue().place()), Reason.GAP.name(), later)));
    }

    private Optional<VerifiedBlock> settle(SourceReading from, BlockRecord record, boolean count) {
        byte[] value = record.value() == null ? NOTHING : record.value();
        RecordPlace place = RecordPlace.of(record);
        Verdict verdict = judge.judge(head, leaves, value);
        if (verdict instanceof Verdict.Next next) {
            return Optional.of(advance(next, place));
        }
        Judgement judgement = ((Verdict.NotNext) verdict).judgement();
        if (judgement instanceof Judgement.Gap gap) {
            waiting.add(gap.header().blockIndex(), new Waiting.Item(from, place));
        } else if (judgement instanceof Judgement.Equivocation other && other.halts()) {
            throw new LedgerFaultException(new LedgerFault(
                    ledger,
                    other.header().blockIndex(),
                    Optional.of(place),
                    other.reason().name(),
                    other.detail()));
        } else {
            report(judgement, place, value, count);
        }
        return Optional.empty();
    }

    private VerifiedBlock advance(Verdict.Next next, RecordPlace place) {
        leaves.append(next.leaf());
        head = next.after();
        claims.passed(head.nextBlockIndex());
        witness.check(head);
        return new VerifiedBlock(next.header(), next.leaf(), next.opened(), head, place);
    }

    private void report(Judgement judgement, RecordPlace place, byte[] value, boolean count) {
        Finding finding = finding(judgement, place, value);
        if (count) {
            findings.add(finding);
        }
        boolean disbelieved = finding.kind() == Finding.Kind.REFUSED || finding.kind() == Finding.Kind.PARKED;
        if (disbelieved && finding.claimedBlockIndex().orElse(-1) >= head.nextBlockIndex()) {
            claims.add(
                    finding.claimedBlockIndex().orElseThrow(),
                    new Claims.Claim(place, finding.reason(), finding.detail()));
        }
    }

    private Finding finding(Judgement judgement, RecordPlace place, byte[] value) {
        if (judgement instanceof Judgement.Refused refused) {
            OptionalLong claimed = Claims.claimedBlockIndex(ledger, value);
            return finding(Finding.Kind.REFUSED, judgement, place, claimed, refused.detail());
        }
        if (judgement instanceof Judgement.Parked parked) {
            OptionalLong claimed = OptionalLong.of(parked.unverifiedHeader().blockIndex());
            return finding(Finding.Kind.PARKED, judgement, place, claimed, parked.detail());
        }
        if (judgement instanceof Judgement.Duplicate duplicate) {
            OptionalLong index = OptionalLong.of(duplicate.blockIndex());
            return finding(Finding.Kind.DUPLICATE, judgement, place, index, Reason.DUPLICATE.meaning());
        }
        if (judgement instanceof Judgement.Orphan orphan) {
            OptionalLong index = OptionalLong.of(orphan.header().blockIndex());
            return finding(Finding.Kind.ORPHAN, judgement, place, index, Reason.ORPHAN.meaning());
        }
        Judgement.Equivocation evidence = (Judgement.Equivocation) judgement;
        OptionalLong index = OptionalLong.of(evidence.header().blockIndex());
        return finding(Finding.Kind.EVIDENCE, judgement, place, index, evidence.detail());
    }

    private Finding finding(
            Finding.Kind kind, Judgement judgement, RecordPlace place, OptionalLong blockIndex, String detail) {
        return new Finding(ledger, kind, judgement.reason(), place, blockIndex, detail);
    }

    private LedgerFault fault(Claims.Claim claim, String addition) {
        return new LedgerFault(
                ledger,
                head.nextBlockIndex(),
                Optional.of(claim.place()),
                claim.reason().name(),
                claim.detail() + "; " + addition);
    }

    @Override
    public void close() {
        sources.forEach(SourceReading::close);
    }
}
