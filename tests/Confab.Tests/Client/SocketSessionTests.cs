using System.Text;
using Confab.Client.Sockets;
using Confab.Protocol;

namespace Confab.Tests.Client;

public sealed class SocketSessionTests
{
    [Theory]
    [InlineData("http://localhost:8765", "ws://localhost:8765/ws")]
    [InlineData("https://chat.example.org", "wss://chat.example.org/ws")]
    [InlineData("https://example.org/confab/", "wss://example.org/confab/ws")]
    [InlineData("ws://localhost:1/ws", "ws://localhost:1/ws")]
    public void The_socket_stands_behind_the_servers_address(string server, string socket) =>
        Assert.Equal(new Uri(socket), ServerAddress.SocketOf(new Uri(server)));

    [Fact]
    public void Another_scheme_is_refused_by_name() =>
        Assert.Contains("ftp://host", Assert.Throws<ArgumentException>(() => ServerAddress.SocketOf(new Uri("ftp://host"))).Message);

    [Fact]
    public void A_frame_of_an_unknown_type_is_skipped() => Assert.Null(Read("""{"type":"fireworks","colour":"red"}"""));

    [Fact]
    public void A_known_frame_may_say_more_than_we_know() => Assert.IsType<Pong>(Read("""{"type":"pong","newer":1,"ref":"7"}"""));

    [Theory]
    [InlineData("""{"type":"ack","seq":"x"}""")]
    [InlineData("""{"no":"type"}""")]
    [InlineData("nonsense")]
    public void A_broken_frame_is_an_error(string frame) => Assert.Throws<UnreadableFrameException>(() => Read(frame));

    static ServerFrame? Read(string frame) => FrameReader.Read(Encoding.UTF8.GetBytes(frame));
}
