using Confab.Protocol;

namespace Confab.Client.Connection;

/// <summary>Sends what waits in the outbox over one link.</summary>
sealed class OutboxLoop(Outbox outbox, ConfabClientOptions options)
{
    /// <summary>Runs until the link is lost; what had no answer by then is sent again over the next.</summary>
    public async Task RunAsync(Link link, CancellationToken stop)
    {
        while (true)
        {
            var entry = await outbox.FrontAsync(stop).ConfigureAwait(false);
            try
            {
                var ack = await link.AskAsync<Ack>(entry.Message, stop).ConfigureAwait(false);
                outbox.Remove(entry);
                entry.Complete(ack);
            }
            catch (RequestRefusedException refused) when (refused.IsPassing)
            {
                await Task.Delay(refused.RetryAfter, options.Clock, stop).ConfigureAwait(false);
            }
            catch (RequestRefusedException refused)
            {
                outbox.Remove(entry);
                entry.Fail(refused);
            }
        }
    }
}
