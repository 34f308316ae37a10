package org.dataembassy.schemas.legislation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LegislationFormsTest {

    @ParameterizedTest
    @ValueSource(strings = {"gg", "advermig_1976", "am-nutzenv", "gii050778", "_", "0"})
    void an_act_id_is_lower_case_letters_digits_and_two_signs(String id) {
        assertThat(LegislationForms.isActId(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GG", "a b", "ä", "a/b", "..", "a\n"})
    void anything_else_is_no_act_id(String id) {
        assertThat(LegislationForms.isActId(id)).isFalse();
        assertThat(LegislationForms.isActId("a".repeat(65))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eli/bund/bgbl-1/1976/s1762",
                "http://data.europa.eu/eli/reg/2016/679/oj",
                "https://www.riigiteataja.ee/eli/530102013003/consolide"
            })
    void an_eli_is_a_path_or_a_uri(String eli) {
        assertThat(LegislationForms.isEli(eli)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eli", "eli/x", "ELI/a/b", "ftp://x/eli/a/b", "eli/a b/c", "javascript:eli/a/b"})
    void anything_else_is_no_eli(String eli) {
        assertThat(LegislationForms.isEli(eli)).isFalse();
        assertThat(LegislationForms.isEli("eli/a/" + "b".repeat(300))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BGBl. I 1976, 1762", "BGBl I: 1976, 1762", "RT I, 2014, 20", "ÕT 2001, 3"})
    void a_gazette_reference_names_a_gazette_and_a_number(String gazette) {
        assertThat(LegislationForms.isGazette(gazette)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BGBl", "1976", "BGBl 1\n2", "<b>1</b>"})
    void anything_else_is_no_gazette_reference(String gazette) {
        assertThat(LegislationForms.isGazette(gazette)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "et"})
    void a_language_is_two_letters(String language) {
        assertThat(LegislationForms.isLanguage(language)).isTrue();
        assertThat(LegislationForms.isLanguage(language + "x")).isFalse();
        assertThat(LegislationForms.isDocumentType("regulation-" + language)).isTrue();
        assertThat(LegislationForms.isDocumentType("Regulation")).isFalse();
    }
}
