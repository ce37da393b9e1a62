package org.acme.library

import jakarta.annotation.security.RolesAllowed
import jakarta.validation.Valid
import jakarta.ws.rs.GET
import jakarta.ws.rs.POST
import jakarta.ws.rs.Path
import jakarta.ws.rs.PathParam
import jakarta.ws.rs.QueryParam
import jakarta.ws.rs.core.Response

const val FINES = "/fines"

@Path("$FINES/{year}")
@RolesAllowed("accounting")
class FineResource(private val fines: FineService) {
    @GET
    fun list(@PathParam("year") year: Int, @QueryParam("take") take: Int): List<Fine> = fines.of(year, take)

    @POST
    @Path("pay/{rest: .+}")
    fun pay(@PathParam("rest") rest: String, payment: Payment): Response =
        if (payment.amount > 0) Response.noContent().build() else Response.status(422).build()
}
