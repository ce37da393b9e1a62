using Refit;

namespace Acme.Travel.Clients;

public interface IWeatherApi
{
    [Get("/weather/{city}")]
    Task<string> Weather(string city);
}

/// <code>[HttpGet("in-a-comment")]</code>
public class CacheController
{
    public void Clear() { }
}
