using Asp.Versioning;

namespace Acme.Parcels.Endpoints;

public static class VersionedEndpoints
{
    public static WebApplication MapVersioned(this WebApplication app)
    {
        var tariffs = app.NewVersionedApi("Tariffs").MapGroup("api/v{version:apiVersion}/tariffs").HasApiVersion(1.0).HasApiVersion(2.0);
        tariffs.MapGet("/", () => Results.Ok());
        tariffs.MapGet("/{country}", (string country) => Results.Ok()).MapToApiVersion(2.0);
        return app;
    }
}
