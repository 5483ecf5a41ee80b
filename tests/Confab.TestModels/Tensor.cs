namespace Confab.TestModels;

/// <summary>A tensor of a model file; its bytes are made only while they are written.</summary>
/// <param name="Name">llama.cpp's name of it.</param>
/// <param name="Shape">Its lengths, the fastest first.</param>
/// <param name="Type">How it is stored.</param>
/// <param name="WriteTo">Writes exactly <see cref="Bytes"/> bytes.</param>
sealed record Tensor(string Name, int[] Shape, WeightType Type, Action<Stream> WriteTo)
{
    public long Bytes => Shape.Aggregate(1L, (product, length) => product * length) / 32 * Quantize.BytesPer32(Type);

    public static Tensor Of(string name, int[] shape, WeightType type, float[] values) =>
        new(name, shape, type, stream => stream.Write(Quantize.From(values, type)));

    public static Tensor Ones(string name, int length) =>
        Of(name, [length], WeightType.F32, [.. Enumerable.Repeat(1f, length)]);
}
