namespace Meerkat.Parser.Stanzas;

/// <summary>A stanza error as the server sends it: condition, type and an optional text in English (RFC 6120 §8.3).</summary>
public readonly record struct StanzaError(StanzaErrorCondition Condition, StanzaErrorType Type, string? Text = null)
{
    /// <summary>What the condition means in particular; null if there is nothing to add (RFC 6120 §8.3.4).</summary>
    public StanzaErrorDetail? Detail { get; init; }

    public static StanzaError BadRequest { get; } = new(StanzaErrorCondition.BadRequest, StanzaErrorType.Modify);

    public static StanzaError Conflict { get; } = new(StanzaErrorCondition.Conflict, StanzaErrorType.Cancel);

    public static StanzaError FeatureNotImplemented { get; } =
        new(StanzaErrorCondition.FeatureNotImplemented, StanzaErrorType.Cancel);

    public static StanzaError Forbidden { get; } = new(StanzaErrorCondition.Forbidden, StanzaErrorType.Auth);

    public static StanzaError InternalServerError { get; } =
        new(StanzaErrorCondition.InternalServerError, StanzaErrorType.Wait);

    public static StanzaError ItemNotFound { get; } = new(StanzaErrorCondition.ItemNotFound, StanzaErrorType.Cancel);

    public static StanzaError JidMalformed { get; } = new(StanzaErrorCondition.JidMalformed, StanzaErrorType.Modify);

    public static StanzaError NotAcceptable { get; } = new(StanzaErrorCondition.NotAcceptable, StanzaErrorType.Modify);

    public static StanzaError NotAllowed { get; } = new(StanzaErrorCondition.NotAllowed, StanzaErrorType.Cancel);

    public static StanzaError NotAuthorized { get; } = new(StanzaErrorCondition.NotAuthorized, StanzaErrorType.Auth);

    public static StanzaError PolicyViolation { get; } = new(StanzaErrorCondition.PolicyViolation, StanzaErrorType.Modify);

    public static StanzaError RecipientUnavailable { get; } =
        new(StanzaErrorCondition.RecipientUnavailable, StanzaErrorType.Wait);

    public static StanzaError RemoteServerNotFound { get; } =
        new(StanzaErrorCondition.RemoteServerNotFound, StanzaErrorType.Cancel);

    public static StanzaError ResourceConstraint { get; } =
        new(StanzaErrorCondition.ResourceConstraint, StanzaErrorType.Wait);

    public static StanzaError ServiceUnavailable { get; } =
        new(StanzaErrorCondition.ServiceUnavailable, StanzaErrorType.Cancel);

    public static StanzaError UnexpectedRequest { get; } =
        new(StanzaErrorCondition.UnexpectedRequest, StanzaErrorType.Wait);

    /// <summary>The same error with a text for people.</summary>
    public StanzaError Because(string text) => this with { Text = text };
}
