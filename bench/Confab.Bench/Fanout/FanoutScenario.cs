namespace Confab.Bench.Fanout;

/// <param name="Senders">In each room.</param>
/// <param name="DeliveriesPerSecond">0: each sender sends its next message when the last has reached everybody.</param>
/// <param name="DropsPerSecond">Members cut off, who come back with what they know.</param>
sealed record FanoutScenario(string Name, int Rooms, int Members, int Senders, double DeliveriesPerSecond = 0, double DropsPerSecond = 0)
{
    public static readonly IReadOnlyList<FanoutScenario> Closed = [new("A", 1, 200, 8), new("B", 50, 20, 2), new("C", 1, 1000, 8)];

    /// <summary>How long a message takes at a load that is given, not as much as goes.</summary>
    public static readonly FanoutScenario Paced = new("A at 50,000/s", 1, 200, 8, DeliveriesPerSecond: 50_000);

    public static readonly FanoutScenario Churning = new("A, 5 drops/s", 1, 200, 8, DeliveriesPerSecond: 20_000, DropsPerSecond: 5);

    public override string ToString() => $"{Name}: {Rooms} x {Members}, {Senders} senders";
}
