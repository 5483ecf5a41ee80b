using System.Collections.Frozen;

namespace Confab.Server.Moderation;

/// <summary>Letters without case and diacritics. By hand: without the ICU library the framework takes no letter apart.</summary>
static class PlainLetters
{
    static readonly FrozenDictionary<char, char> Plain = new (char Letter, string Variants)[]
    {
        ('a', "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"), ('b', "ḃḅ"), ('c', "çćĉċč"), ('d', "ďđḋḍ"), ('e', "èéêëēĕėęěȅȇȩẹẻẽếềểễệ"), ('f', "ḟ"), ('g', "ĝğġģǧǵ"),
        ('h', "ĥħȟḣḥ"), ('i', "ìíîïĩīĭįıǐȉȋỉị"), ('j', "ĵǰ"), ('k', "ķǩḱḳ"), ('l', "ĺļľŀłḷ"), ('m', "ḿṁṃ"), ('n', "ñńņňǹṅṇ"), ('o', "òóôõöøōŏőơǒǫǿȍȏȯọỏốồổỗộớờởỡợ"),
        ('p', "ṕṗ"), ('r', "ŕŗřȑȓṙṛ"), ('s', "śŝşšșṡṣ"), ('t', "ţťŧțṫṭẗ"), ('u', "ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữự"), ('v', "ṽṿ"), ('w', "ŵẁẃẅẇẉẘ"), ('x', "ẋẍ"),
        ('y', "ýÿŷȳẏẙỳỵỷỹ"), ('z', "źżžẑẓ"), ('α', "άἀἁὰᾶ"), ('ε', "έἐἑὲ"), ('η', "ήἠἡὴῆ"), ('ι', "ίϊΐἰἱὶῖ"), ('ο', "όὀὁὸ"), ('υ', "ύϋΰὐὑὺῦ"), ('ω', "ώὠὡὼῶ"), ('σ', "ς"), ('е', "ё"),
    }.SelectMany(entry => entry.Variants.Select(variant => (Variant: variant, entry.Letter))).ToFrozenDictionary(pair => pair.Variant, pair => pair.Letter);

    /// <summary>Null for what is only a mark on the letter before it.</summary>
    public static char? Of(char c)
    {
        if (char.IsAscii(c)) return char.ToLowerInvariant(c);
        if (c is (>= '\u0300' and <= '\u036F') or '\u00AD' or (>= '\u200B' and <= '\u200D') or '\u2060' or (>= '\uFE00' and <= '\uFE0F')) return null;
        if (c is >= '\uFF01' and <= '\uFF5E') return char.ToLowerInvariant((char)(c - 0xFEE0));
        var lower = char.ToLowerInvariant(c);
        return Plain.GetValueOrDefault(lower, lower);
    }
}
