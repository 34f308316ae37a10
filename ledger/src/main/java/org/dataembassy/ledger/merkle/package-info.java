/**
 * RFC 6962 trees over SHA-256: roots, inclusion proofs, compact ranges. Knows hashes only: what a leaf commits to is
 * said where leaves are made (package block), who believes a root where it is judged (package accept).
 */
package org.dataembassy.ledger.merkle;
