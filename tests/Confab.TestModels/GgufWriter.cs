using System.Buffers.Binary;
using System.Text;

namespace Confab.TestModels;

/// <summary>Writes a GGUF file, version 3.</summary>
sealed class GgufWriter(IReadOnlySet<string> omit)
{
    const int Alignment = 32;

    readonly List<Action<Stream>> _values = [];
    readonly List<Tensor> _tensors = [];

    public void Add(string key, string value) => Value(key, 8, file => Write(file, value));

    public void Add(string key, int value) => Value(key, 4, file => Write(file, (uint)value));

    public void Add(string key, float value) => Value(key, 6, file => Write(file, BitConverter.SingleToUInt32Bits(value)));

    public void Add(string key, bool value) => Value(key, 7, file => file.WriteByte(value ? (byte)1 : (byte)0));

    public void Add(string key, IReadOnlyCollection<string> values) => List(key, 8, values, (file, value) => Write(file, value));

    public void Add(string key, IReadOnlyCollection<float> values) =>
        List(key, 6, values, (file, value) => Write(file, BitConverter.SingleToUInt32Bits(value)));

    public void Add(string key, IReadOnlyCollection<int> values) => List(key, 5, values, (file, value) => Write(file, (uint)value));

    public void Add(Tensor tensor)
    {
        if (!omit.Contains(tensor.Name)) _tensors.Add(tensor);
    }

    public void WriteTo(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
        file.Write("GGUF"u8);
        Write(file, 3);
        Write(file, (ulong)_tensors.Count);
        Write(file, (ulong)_values.Count);
        foreach (var write in _values) write(file);
        WriteInfos(file);
        Align(file);
        foreach (var tensor in _tensors)
        {
            tensor.WriteTo(file);
            Align(file);
        }
    }

    void WriteInfos(Stream file)
    {
        var offset = 0L;
        foreach (var tensor in _tensors)
        {
            Write(file, tensor.Name);
            Write(file, (uint)tensor.Shape.Length);
            foreach (var length in tensor.Shape) Write(file, (ulong)length);
            Write(file, (uint)tensor.Type);
            Write(file, (ulong)offset);
            offset += (tensor.Bytes + Alignment - 1) / Alignment * Alignment;
        }
    }

    void List<T>(string key, uint type, IReadOnlyCollection<T> values, Action<Stream, T> write) => Value(key, 9, file =>
    {
        Write(file, type);
        Write(file, (ulong)values.Count);
        foreach (var value in values) write(file, value);
    });

    void Value(string key, uint type, Action<Stream> write)
    {
        if (omit.Contains(key)) return;
        _values.Add(file =>
        {
            Write(file, key);
            Write(file, type);
            write(file);
        });
    }

    static void Align(Stream file)
    {
        while (file.Position % Alignment != 0) file.WriteByte(0);
    }

    static void Write(Stream to, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Write(to, (ulong)bytes.Length);
        to.Write(bytes);
    }

    static void Write(Stream to, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        to.Write(bytes);
    }

    static void Write(Stream to, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        to.Write(bytes);
    }
}
