package org.dataembassy.it;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;

/**
 * Legislation of any length from a seed, as JSON Lines: the same seed and line give the same bytes. Some acts change
 * often, most seldom; texts hold letters of several scripts.
 */
final class ActLines {
    private static final Instant BEGIN = Instant.parse("2000-01-01T00:00:00Z");
    private static final String[] WORDS = {"õigus", "loi", "Gesetz", "νόμος", "закон", "hukum", "lag", "ley", "törvény"
    };

    private final long seed;
    private final int acts;

    ActLines(long seed, int acts) {
        this.seed = seed;
        this.acts = acts;
    }

    /** @param line from 1 */
    String line(int line) {
        Random random = new Random(seed * 1_000_003 + line);
        // The first lines publish every act once; later ones amend, skewed towards the low numbers.
        int act = line <= acts ? line : 1 + (int) (acts * Math.pow(random.nextDouble(), 2));
        StringBuilder text = new StringBuilder("# Act " + act + "\\n\\n");
        int words = 20 + random.nextInt(60);
        for (int i = 0; i < words; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return "{\"recordedAt\":\"" + BEGIN.plusSeconds(line * 60L) + "\",\"actId\":\"act-" + act + "\",\"change\":\""
                + (line <= acts ? "published" : "amended") + "\",\"reason\":\"line " + line
                + "\",\"abbreviation\":\"A" + act + "\",\"title\":\"Act " + act + "\",\"text\":\"" + text
                + "\"}";
    }

    byte[] lineBytes(int line) {
        return (line(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
