using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Confab.TestModels;

/// <summary>ggml's forms of storing numbers, in blocks of 32.</summary>
static class Quantize
{
    const int Block = 32;

    public static int BytesPer32(WeightType type) => type switch
    {
        WeightType.F32 => 128,
        WeightType.F16 => 64,
        WeightType.Q8_0 => 34,
        WeightType.Q4_0 => 18,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static byte[] From(float[] values, WeightType type)
    {
        if (type == WeightType.F32) return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        var size = BytesPer32(type);
        var bytes = new byte[values.Length / Block * size];
        for (var block = 0; block < values.Length / Block; block++)
            Write(values.AsSpan(block * Block, Block), bytes.AsSpan(block * size, size), type);
        return bytes;
    }

    static void Write(ReadOnlySpan<float> values, Span<byte> into, WeightType type)
    {
        if (type == WeightType.F16) WriteHalves(values, into);
        else if (type == WeightType.Q8_0) Write8(values, into);
        else Write4(values, into);
    }

    static void WriteHalves(ReadOnlySpan<float> values, Span<byte> into)
    {
        for (var i = 0; i < Block; i++) BinaryPrimitives.WriteHalfLittleEndian(into[(i * 2)..], (Half)values[i]);
    }

    static void Write8(ReadOnlySpan<float> values, Span<byte> into)
    {
        var scale = Largest(values) / 127;
        BinaryPrimitives.WriteHalfLittleEndian(into, (Half)scale);
        for (var i = 0; i < Block; i++) into[2 + i] = (byte)(sbyte)(scale == 0 ? 0 : MathF.Round(values[i] / scale));
    }

    static void Write4(ReadOnlySpan<float> values, Span<byte> into)
    {
        var scale = Largest(values) / 7;
        BinaryPrimitives.WriteHalfLittleEndian(into, (Half)scale);
        for (var i = 0; i < Block / 2; i++)
            into[2 + i] = (byte)(Nibble(values[i]) | (Nibble(values[i + Block / 2]) << 4));

        int Nibble(float value) => scale == 0 ? 8 : Math.Clamp((int)MathF.Round(value / scale) + 8, 0, 15);
    }

    static float Largest(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values) largest = MathF.Max(largest, MathF.Abs(value));
        return largest;
    }
}
