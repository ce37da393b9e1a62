namespace Acme.Parcels.Endpoints;

public static class DepotEndpoints
{
    public static RouteGroupBuilder MapDepots(this RouteGroupBuilder group)
    {
        group.MapGet("", () => Results.Ok(new[] { "north" }));
        group.MapGet("/{code}/{**shelf}", (string code, string shelf) => Results.Text(shelf));
        group.MapPatch("/{code}", (string code) => code == "" ? Results.BadRequest() : Results.Ok())
            .AddEndpointFilter<DepotValidationFilter>();
        foreach (var day in new[] { "today" }) Console.WriteLine(day);
        return group;
    }
}
