using Acme.Parcels.Endpoints;
using Microsoft.AspNetCore.RateLimiting;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCarter();
builder.Services.AddRateLimiter(options => options
    .AddTokenBucketLimiter("quotes", limiter => { limiter.TokenLimit = 30; }));

var app = builder.Build();

app.MapGet("/", () => "parcels");
app.MapGet("/healthz", () => Results.Ok()).AllowAnonymous().ExcludeFromDescription();

var api = app.MapGroup("/api").WithOpenApi();
var v1 = api.MapGroup("v1").RequireAuthorization();

v1.MapParcels();
v1.MapGroup("/depots").MapDepots().RequireAuthorization("depot");
QuoteEndpoints.Map(api);
app.MapVersioned();

var internals = app.MapGroup("/internal");
internals.MapPost("/reindex", Reindex);
internals.MapMethods("/cache", new[] { "GET", "DELETE" }, () => Results.NoContent());
internals.RequireAuthorization("ops");

app.MapFallbackToFile("index.html");
app.MapCarter();
app.Run();

static async Task<IResult> Reindex(ISearch search)
{
    if (search.IsBusy) return Results.Conflict();
    await search.Reindex();
    return Results.Accepted();
}
