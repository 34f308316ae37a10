package org.dataembassy.schemas.legislation;

import java.time.LocalDate;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.legislation.ActAmended;
import org.dataembassy.registry.legislation.ActPublished;

/**
 * What a publication and an amendment have in common: the whole act as it then reads.
 *
 * @param abbreviation empty if there is none
 * @param enactedOn null if the text does not state it
 * @param eli null if there is none; as are gazette, issuer, documentType and language
 * @param commencementOpen true if the day on which it comes into force is yet to be fixed
 */
public record ActContent(
        String abbreviation,
        String title,
        LocalDate enactedOn,
        String reason,
        String eli,
        String gazette,
        String issuer,
        String documentType,
        String language,
        boolean commencementOpen,
        String text) {

    static ActContent of(ActPublished event) {
        return new ActContent(
                event.getAbbreviation(),
                event.getTitle(),
                event.getEnactedOn(),
                event.getReason(),
                event.getEli(),
                event.getGazette(),
                event.getIssuer(),
                event.getDocumentType(),
                event.getLanguage(),
                event.getCommencementOpen(),
                event.getText());
    }

    static ActContent of(ActAmended event) {
        return new ActContent(
                event.getAbbreviation(),
                event.getTitle(),
                event.getEnactedOn(),
                event.getReason(),
                event.getEli(),
                event.getGazette(),
                event.getIssuer(),
                event.getDocumentType(),
                event.getLanguage(),
                event.getCommencementOpen(),
                event.getText());
    }

    ActPublished published(EventMeta meta) {
        return new ActPublished(
                meta,
                abbreviation,
                title,
                enactedOn,
                reason,
                eli,
                gazette,
                issuer,
                documentType,
                language,
                commencementOpen,
                text);
    }

    ActAmended amended(EventMeta meta) {
        return new ActAmended(
                meta,
                abbreviation,
                title,
                enactedOn,
                reason,
                eli,
                gazette,
                issuer,
                documentType,
                language,
                commencementOpen,
                text);
    }
}
