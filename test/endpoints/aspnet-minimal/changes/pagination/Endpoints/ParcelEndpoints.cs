using Acme.Parcels.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Acme.Parcels.Endpoints;

public static class ParcelEndpoints
{
    private const string ById = "/{id:guid}";

    public static IEndpointRouteBuilder MapParcels(this IEndpointRouteBuilder routes)
    {
        var parcels = routes.MapGroup("/parcels").WithTags("Parcels").WithParameterValidation();

        parcels.MapGet("/", List).WithName("ListParcels");
        parcels.MapGet(ById, Get);
        parcels.MapPost("/", Send).Produces<Parcel>(StatusCodes.Status201Created).ProducesValidationProblem();
        parcels.MapPut(ById + "/name", async (Guid id, Rename rename, IParcels all) =>
        {
            await all.Rename(id, rename.Name);
            return TypedResults.NoContent();
        });
        parcels.MapDelete(ById, [Authorize(Roles = "dispatcher")] async (Guid id, IParcels all) => await all.Delete(id))
            .RequireAuthorization("dispatch");
        parcels.MapGroup("/{id}/events").MapEvents();
        return routes;
    }

    private static async Task<Ok<List<Parcel>>> List(IParcels all, [FromQuery] int pageSize = 20, int page = 0)
    {
        return TypedResults.Ok(await all.Page(page, pageSize));
    }

    private static async Task<Results<Ok<Parcel>, NotFound>> Get(Guid id, IParcels all)
    {
        var parcel = await all.Find(id);
        return parcel is null ? TypedResults.NotFound() : TypedResults.Ok(parcel);
    }

    private static async Task<IResult> Send(SendParcel parcel, IParcels all)
    {
        var sent = await all.Send(parcel);
        return Results.CreatedAtRoute("GetParcel", new { sent.Id }, sent);
    }

    private static void MapEvents(this RouteGroupBuilder events)
    {
        events.MapGet("", (Guid id, IParcels all) => all.Events(id));
        events.MapPost("", (Guid id, [FromBody] string text) => Results.Created());
    }
}
