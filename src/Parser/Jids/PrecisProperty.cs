namespace Meerkat.Parser.Jids;

/// <summary>The derived property of a code point (RFC 8264 §8).</summary>
internal enum PrecisProperty : byte
{
    /// <summary>DISALLOWED or UNASSIGNED: in neither class.</summary>
    Disallowed,

    /// <summary>PVALID: in both classes.</summary>
    Valid,

    /// <summary>ID_DIS or FREE_PVAL: in FreeformClass only.</summary>
    FreeformOnly,

    /// <summary>CONTEXTJ or CONTEXTO: where <see cref="ContextRules"/> allow it.</summary>
    Contextual,
}
