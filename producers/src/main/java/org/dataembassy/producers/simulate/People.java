package org.dataembassy.producers.simulate;

import java.util.Arrays;

/**
 * Everyone who is alive, in arrays: a person is a slot, and who dies gives the slot back. What the register keeps of the
 * dead is not here. About {@value #BYTES_A_PERSON} bytes a person. Not thread-safe.
 */
final class People {
    /** In place of a slot: nobody, or not known. */
    static final int NONE = -1;

    /** In place of a parent's slot: died. */
    static final int DEAD = -2;

    /** What the arrays take for each slot. */
    static final int BYTES_A_PERSON = 70;

    private static final byte USED = 1;
    private static final byte FEMALE = 2;
    private static final byte ABROAD = 4;
    private static final byte RESTLESS = 8;
    private static final byte RESTRICTED = 16;

    private static final double GROWTH = 1.25;

    /** Personal code. */
    long[] code;
    /** Day of birth, days since 1970. */
    int[] birthDay;

    int[] given;
    int[] family;
    /** The first family name, as a single name of {@link Names}. */
    short[] bornFamily;
    /** The dwelling in which the person is registered; {@link #NONE} abroad. */
    int[] dwelling;
    /** Others of the same dwelling, as a list both ways. */
    int[] nextInDwelling;

    int[] previousInDwelling;
    int[] mother;
    int[] father;
    /** The youngest child, and for each child the next older one of its mother and of its father. */
    int[] youngestChild;

    int[] nextOfMother;
    int[] nextOfFather;
    int[] spouse;
    /** The day on which the latest event of this person took effect. */
    int[] lastDay;
    /** Day of the present marriage. */
    int[] marriedOn;
    /** Place in {@link Countries}. */
    byte[] citizenship;
    /** How often the slot was given to somebody else: what is noted for later names it, too. */
    short[] generation;

    private byte[] flags;
    /** Slots that were given back, the last one first. */
    private int free = NONE;

    private int slots;
    private int living;
    private int residents;

    People(int expected) {
        int capacity = Math.max(64, (int) Math.min(Integer.MAX_VALUE - 8, expected * 1.05));
        code = new long[capacity];
        birthDay = new int[capacity];
        given = new int[capacity];
        family = new int[capacity];
        bornFamily = new short[capacity];
        dwelling = new int[capacity];
        nextInDwelling = new int[capacity];
        previousInDwelling = new int[capacity];
        mother = new int[capacity];
        father = new int[capacity];
        youngestChild = new int[capacity];
        nextOfMother = new int[capacity];
        nextOfFather = new int[capacity];
        spouse = new int[capacity];
        lastDay = new int[capacity];
        marriedOn = new int[capacity];
        citizenship = new byte[capacity];
        generation = new short[capacity];
        flags = new byte[capacity];
    }

    /** A new person without family, home or names. */
    int add(long personalCode, int born, boolean female) {
        int person = takeSlot();
        code[person] = personalCode;
        birthDay[person] = born;
        flags[person] = (byte) (USED | (female ? FEMALE : 0) | ABROAD);
        dwelling[person] = NONE;
        nextInDwelling[person] = NONE;
        previousInDwelling[person] = NONE;
        mother[person] = NONE;
        father[person] = NONE;
        youngestChild[person] = NONE;
        nextOfMother[person] = NONE;
        nextOfFather[person] = NONE;
        spouse[person] = NONE;
        lastDay[person] = born;
        marriedOn[person] = born;
        citizenship[person] = 0;
        living++;
        return person;
    }

    private int takeSlot() {
        if (free != NONE) {
            int slot = free;
            free = nextInDwelling[slot];
            generation[slot]++;
            return slot;
        }
        if (slots == code.length) {
            grow();
        }
        return slots++;
    }

    private void grow() {
        int capacity = (int) Math.max(slots + 64L, Math.min(Integer.MAX_VALUE - 8, (long) (slots * GROWTH)));
        code = Arrays.copyOf(code, capacity);
        birthDay = Arrays.copyOf(birthDay, capacity);
        given = Arrays.copyOf(given, capacity);
        family = Arrays.copyOf(family, capacity);
        bornFamily = Arrays.copyOf(bornFamily, capacity);
        dwelling = Arrays.copyOf(dwelling, capacity);
        nextInDwelling = Arrays.copyOf(nextInDwelling, capacity);
        previousInDwelling = Arrays.copyOf(previousInDwelling, capacity);
        mother = Arrays.copyOf(mother, capacity);
        father = Arrays.copyOf(father, capacity);
        youngestChild = Arrays.copyOf(youngestChild, capacity);
        nextOfMother = Arrays.copyOf(nextOfMother, capacity);
        nextOfFather = Arrays.copyOf(nextOfFather, capacity);
        spouse = Arrays.copyOf(spouse, capacity);
        lastDay = Arrays.copyOf(lastDay, capacity);
        marriedOn = Arrays.copyOf(marriedOn, capacity);
        citizenship = Arrays.copyOf(citizenship, capacity);
        generation = Arrays.copyOf(generation, capacity);
        flags = Arrays.copyOf(flags, capacity);
    }

    /** The person is gone for good; no spouse and no dwelling may point here any more. */
    void remove(int person) {
        if (isResident(person)) {
            residents--;
        }
        for (int child = youngestChild[person]; child != NONE; ) {
            int next = nextChild(person, child);
            if (mother[child] == person) {
                mother[child] = DEAD;
            } else {
                father[child] = DEAD;
            }
            child = next;
        }
        unlinkFrom(mother[person], person);
        unlinkFrom(father[person], person);
        flags[person] = 0;
        nextInDwelling[person] = free;
        free = person;
        living--;
    }

    private void unlinkFrom(int parent, int person) {
        if (parent < 0) {
            return;
        }
        if (youngestChild[parent] == person) {
            youngestChild[parent] = nextChild(parent, person);
            return;
        }
        for (int child = youngestChild[parent]; child != NONE; child = nextChild(parent, child)) {
            if (nextChild(parent, child) == person) {
                int after = nextChild(parent, person);
                if (mother[child] == parent) {
                    nextOfMother[child] = after;
                } else {
                    nextOfFather[child] = after;
                }
                return;
            }
        }
    }

    /** After {@code child} the next one of {@code parent}, or {@link #NONE}. */
    int nextChild(int parent, int child) {
        return mother[child] == parent ? nextOfMother[child] : nextOfFather[child];
    }

    void setMother(int child, int parent) {
        mother[child] = parent;
        nextOfMother[child] = youngestChild[parent];
        youngestChild[parent] = child;
    }

    void setFather(int child, int parent) {
        father[child] = parent;
        nextOfFather[child] = youngestChild[parent];
        youngestChild[parent] = child;
    }

    void marry(int one, int other, int day) {
        spouse[one] = other;
        spouse[other] = one;
        marriedOn[one] = day;
        marriedOn[other] = day;
    }

    /** The person's marriage is over, on both sides. */
    void unmarry(int person) {
        spouse[spouse[person]] = NONE;
        spouse[person] = NONE;
    }

    boolean isUsed(int person) {
        return (flags[person] & USED) != 0;
    }

    boolean isFemale(int person) {
        return (flags[person] & FEMALE) != 0;
    }

    boolean isResident(int person) {
        return (flags[person] & (USED | ABROAD)) == USED;
    }

    void setResident(int person, boolean resident) {
        if (isResident(person) != resident) {
            residents += resident ? 1 : -1;
            flags[person] ^= ABROAD;
        }
    }

    /** Moves far more often than others. */
    boolean isRestless(int person) {
        return (flags[person] & RESTLESS) != 0;
    }

    void setRestless(int person) {
        flags[person] |= RESTLESS;
    }

    /** Whose legal capacity is restricted. */
    boolean isRestricted(int person) {
        return (flags[person] & RESTRICTED) != 0;
    }

    void setRestricted(int person, boolean restricted) {
        flags[person] = (byte) (restricted ? flags[person] | RESTRICTED : flags[person] & ~RESTRICTED);
    }

    /** Notes that something took effect on a day. */
    void touch(int person, int day) {
        lastDay[person] = Math.max(lastDay[person], day);
    }

    /** Whole years on a day. */
    int age(int person, int day) {
        return Days.years(birthDay[person], day);
    }

    /** Slots in use or given back: every person's is below. */
    int slots() {
        return slots;
    }

    /** In the country or abroad. */
    int living() {
        return living;
    }

    /** In the country. */
    int residents() {
        return residents;
    }
}
