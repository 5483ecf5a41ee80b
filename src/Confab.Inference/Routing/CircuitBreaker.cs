namespace Confab.Inference.Routing;

/// <summary>Whether a failing model is asked.</summary>
public enum CircuitState
{
    /// <summary>It is asked as usual.</summary>
    Closed,

    /// <summary>It is left alone.</summary>
    Open,

    /// <summary>It was left alone for long enough: one request tries it.</summary>
    HalfOpen,
}

/// <summary>
/// Leaves a model alone after failures in a row, and lets one request at a time try it again after a while (the circuit
/// breaker of Nygard's "Release It!").
/// </summary>
sealed class CircuitBreaker(RouterOptions options, TimeProvider time)
{
    readonly Lock _gate = new();
    int _failures, _breaks;
    long _openedAt;
    TimeSpan _break;
    bool _isTrying;

    public CircuitState State
    {
        get { lock (_gate) return Now(); }
    }

    /// <summary>Whether a request would be let through now.</summary>
    public bool IsPassable
    {
        get { lock (_gate) return Now() is CircuitState.Closed || (Now() is CircuitState.HalfOpen && !_isTrying); }
    }

    /// <summary>How long it is still left alone; zero where it is not.</summary>
    public TimeSpan Left
    {
        get { lock (_gate) return Now() == CircuitState.Open ? _break - time.GetElapsedTime(_openedAt) : TimeSpan.Zero; }
    }

    /// <summary>Asks to be let through; who is says afterwards how it went.</summary>
    public bool TryPass()
    {
        lock (_gate)
        {
            var state = Now();
            if (state == CircuitState.Closed) return true;
            if (state == CircuitState.Open || _isTrying) return false;
            return _isTrying = true;
        }
    }

    public void Succeeded()
    {
        lock (_gate) (_failures, _breaks, _isTrying) = (0, 0, false);
    }

    public void Failed()
    {
        lock (_gate)
        {
            var wasTrying = _isTrying;
            _isTrying = false;
            _failures++;
            // What began before the circuit opened is no trial.
            if (_breaks > 0 && !wasTrying) return;
            if (_breaks == 0 && _failures < options.FailuresToOpen) return;
            var doubled = options.Break * Math.Pow(2, Math.Min(_breaks, 16));
            _break = doubled < options.LongestBreak ? doubled : options.LongestBreak;
            _breaks++;
            _openedAt = time.GetTimestamp();
        }
    }

    /// <summary>It was cancelled, or failed by no fault of the model: nothing was learned.</summary>
    public void Abandoned()
    {
        lock (_gate) _isTrying = false;
    }

    CircuitState Now() =>
        _breaks == 0 ? CircuitState.Closed
        : time.GetElapsedTime(_openedAt) < _break ? CircuitState.Open
        : CircuitState.HalfOpen;
}
