using Acme.Travel.Infrastructure;
using Acme.Travel.Models;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Acme.Travel.Controllers;

public class BookingsController(IBookings bookings) : ApiControllerBase
{
    [HttpGet]
    public async Task<ActionResult<IEnumerable<Booking>>> List([FromQuery] int page, [FromQuery, System.ComponentModel.DataAnnotations.Range(1, 100)] int pageSize = 20)
    {
        return await bookings.Page(page, pageSize);
    }

    [HttpGet("{id:int}", Name = "GetBooking")]
    public async Task<IActionResult> Get(int id)
    {
        var found = await bookings.Find(id);
        return found is null ? NotFound() : Ok(found);
    }

    [HttpPost]
    [EnableRateLimiting("bookings")]
    [ProducesResponseType(typeof(Booking), StatusCodes.Status201Created)]
    public async Task<IActionResult> Create([FromBody] CreateBooking booking)
    {
        if (await bookings.IsFull()) return Conflict();
        var made = await bookings.Add(booking);
        return CreatedAtRoute("GetBooking", new { id = made.Id }, made);
    }

    [HttpPut("{id:int}")]
    [HttpPatch("{id:int}")]
    public async Task<IActionResult> Change(int id, ChangeBooking change)
    {
        await bookings.Change(id, change);
        return NoContent();
    }

    [AdminOnly]
    [HttpDelete("{id:int}")]
    public async Task Delete(int id) => await bookings.Delete(id);

    [AllowAnonymous]
    [HttpGet("~/api/availability/{date?}")]
    public string Availability(DateOnly? date) => "free";

    [NonAction]
    public IActionResult Helper() => Ok();

    [HttpPost("/legacy/[action]")]
    public IActionResult RebookAsync() => Accepted();
}
