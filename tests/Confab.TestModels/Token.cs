namespace Confab.TestModels;

/// <summary>What a token is for, by GGUF's numbers.</summary>
public enum TokenType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    Byte = 6,
}

/// <summary>An entry of a vocabulary.</summary>
public readonly record struct Token(string Text, float Score, TokenType Type);
